"""An announcement with its two groups, for the tests."""

from datetime import timedelta

from customers.models import Customer
from engagement.models import Announcement, AnnouncementRecipient, AnnouncementState, EmailTemplate
from tests.metrics.buying import NOON, sell

SENT = 100  # the day after the first


def announcement(name: str = "Spring", day: int = SENT) -> Announcement:
    template, _new = EmailTemplate.objects.get_or_create(key="spring", defaults={"name": "Spring"})
    return Announcement.objects.create(
        name=name,
        template=template,
        state=AnnouncementState.DONE,
        frozen_at=NOON + timedelta(days=day),
    )


def people(count: int, name: str) -> list[Customer]:
    return Customer.objects.bulk_create(Customer(given_name=f"{name} {each}") for each in range(count))


def listed(to: Announcement, who: list[Customer], *, held_out: bool = False) -> None:
    AnnouncementRecipient.objects.bulk_create(
        AnnouncementRecipient(announcement=to, customer=each, is_held_out=held_out) for each in who
    )


def buys(who: list[Customer], *days: int, total: str = "10") -> None:
    for each in who:
        sell(each, *days, total=total)
