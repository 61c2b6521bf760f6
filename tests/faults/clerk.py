"""Somebody in the shop with a process of their own, who does what the test says: a line of JSON each way."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from crm.embedded.places import REPOSITORY
from tests.patience import PATIENCE

Work = Callable[..., Any]
WORKS: dict[str, Work] = {}
# A mail of these words kills the worker that writes it, or cannot be written: see poison.py.
ABORT, RAISE, SWELL = "Abort.", "Raise.", "Swell."


class Clerk:
    """`clerk.do("plan", name="m1", letters=20)` comes back when it is committed: then it is acknowledged."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.clerk"],
            cwd=REPOSITORY,
            env=dict(surroundings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, work: str, **told: object) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([work, told]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def go_home(self) -> None:
        with suppress(OSError):
            self.process.communicate(timeout=PATIENCE)


def work(function: Work) -> Work:
    WORKS[function.__name__] = function
    return function


@work
def open_shop() -> None:
    """It never closes and sends as much as it can: who may get how much, and when, is tested elsewhere."""
    from datetime import time

    from crm.shop.models import Location, OpeningWindow, ShopSettings
    from engagement.actions.mail_room import current_room
    from engagement.models import MailRoom

    current_room()
    MailRoom.objects.update(per_minute=100_000, per_hour=100_000, per_day=100_000)
    ShopSettings.objects.update(legal_footer="1 High Street")
    place = Location.objects.create(name="Always", keeps_public_holidays=False)
    for day in range(7):
        OpeningWindow.objects.create(location=place, weekday=day, opens=time(0), closes=time(23, 59, 59))


@work
def plan(
    name: str, letters: int = 0, news: int = 0, silent: int = 0, delay: float = 0.0, body: str = "Hello"
) -> list[str]:
    """So many mails, each to a customer of their own; the last of the news have said no. Their keys."""
    return [
        _plan_one(name, number, is_news=number >= letters, delay=delay, body=body)
        for number in range(letters + news - silent)
    ] + [
        _plan_one(name, number, is_news=True, is_silent=True, delay=delay, body=body)
        for number in range(letters + news - silent, letters + news)
    ]


def _plan_one(
    name: str, number: int, *, is_news: bool, is_silent: bool = False, delay: float, body: str
) -> str:
    from datetime import timedelta

    from django.utils import timezone

    from customers.actions.consent import Answer, record_consent
    from customers.actions.customer import create_customer
    from engagement.actions.message import Draft, plan_message

    address = f"{name}.{number}@guests.example"
    customer = create_customer({"emails": [address]}, by=None)
    if is_news:
        record_consent(customer, Answer("email", "news", is_given=True, source="test"), by=None)
    if is_silent:
        _silence(address)
    kind, topic = ("marketing", "news") if is_news else ("transactional", "")
    due = timezone.now() + timedelta(seconds=delay)
    draft = Draft(
        f"{name}:{number}", kind, "test", topic=topic, subject=f"Hello {number}", body=body, not_before=due
    )
    return plan_message(draft, customer=customer, by=None).dedupe_key


def _silence(address: str) -> None:
    from django.utils import timezone

    from engagement.addresses import address_hash
    from engagement.models import Suppression

    Suppression.objects.create(
        address_hash=address_hash(address),
        scope="unasked",
        reason="unsubscribe",
        source="test",
        at=timezone.now(),
    )


@work
def announce(name: str, people: int) -> int:
    """A newsletter to so many, who all said yes; it is due now, and the clock settles who gets it."""
    from django.utils import timezone

    from customers.models import Consent, Customer, Email
    from engagement.actions.announcement import Plan, make_announcement, schedule_announcement
    from engagement.models import EmailTemplate, EmailTemplateVersion

    now, yes = timezone.now(), {"channel": "email", "topic": "news", "is_given": True, "source": "test"}
    guests = Customer.objects.bulk_create([Customer(source=name) for _guest in range(people)])
    Email.objects.bulk_create(
        [
            Email(customer=guest, address=f"{name}.{number}@guests.example")
            for number, guest in enumerate(guests)
        ]
    )
    Consent.objects.bulk_create([Consent(customer=guest, at=now, **yes) for guest in guests])
    template = EmailTemplate.objects.create(key=name, name=name, message_class="marketing", topic="news")
    template.current = EmailTemplateVersion.objects.create(
        template=template, number=1, subject="Spring", body="The new teas are here. Come and see!"
    )
    template.save()
    news = make_announcement(Plan("news", name, template, "news", f"source={name}", 0), by=None)
    return schedule_announcement(news, at=now, by=None).pk


@work
def silence(addresses: list[str]) -> None:
    """They have said no, by whatever way."""
    for address in addresses:
        _silence(address)


@work
def preference_links(name: str) -> dict[str, str]:
    """The path of the page on which each of these customers may leave: {address: path}."""
    from customers.models import Customer, Email
    from engagement.models import LinkPurpose
    from engagement.public_links import make_link

    people = Customer.objects.filter(emails__address__startswith=name).order_by("pk")
    made = {
        guest.pk: make_link(LinkPurpose.PREFERENCES, customer=guest, topic="news").split("/", 3)[3]
        for guest in people
    }
    found = Email.objects.filter(customer__in=people).values_list("address", "customer")
    return {address: f"/{made[guest]}" for address, guest in found}


@work
def invite_for_one_seat(name: str, guests: int) -> list[str]:
    """An evening with one seat, and the path of each guest's answer."""
    from datetime import timedelta

    from django.utils import timezone

    from customers.models import Customer
    from engagement.actions.announcement import Plan, make_announcement
    from engagement.actions.announcement_freeze import freeze_recipients
    from engagement.models import Announcement, LinkPurpose
    from engagement.public_links import make_link

    news = Announcement.objects.get(pk=announce(name, guests))
    starts_at = timezone.now() + timedelta(days=9)
    event = make_announcement(
        Plan("event", f"{name} evening", news.template, "news", news.query, 0, starts_at, "here", 1), by=None
    )
    freeze_recipients(event)
    about = f"engagement.announcement:{event.pk}"
    links = [
        make_link(LinkPurpose.ATTENDANCE, customer=guest, about=about)
        for guest in Customer.objects.filter(source=name)
    ]
    return [f"/{link.split('/', 3)[3]}" for link in links]


@work
def voucher() -> str:
    """Five pounds, and the code that is good for them."""
    from decimal import Decimal

    from customers.actions.customer import create_customer
    from engagement.actions.voucher import Worth, issue_voucher

    customer = create_customer({"emails": ["voucher@guests.example"]}, by=None)
    return issue_voucher(Worth(Decimal(5)), customer=customer, reason="birthday", by=None).code


@work
def ask_guests(guests: int) -> list[tuple[int, str]]:
    """So many customers who are asked after a purchase: the number of each invitation, and its page."""
    from customers.actions.customer import create_customer
    from engagement.models import LinkPurpose
    from engagement.public_links import make_link
    from feedback.actions.invitation import Asking, invite
    from feedback.actions.survey import install_starter_surveys, switch_survey_on
    from feedback.models import Invitation, Survey

    install_starter_surveys(by=None)
    survey = switch_survey_on(Survey.objects.get(key="purchase"), by=None)
    first = Invitation.objects.count()
    found = []
    for number in range(first, first + guests):
        guest = create_customer({"emails": [f"asked.{number}@guests.example"]}, by=None)
        invitation = invite(guest, survey, Asking(f"test:{number}"), by=None)
        about = f"feedback.invitation:{invitation.pk}"
        link = make_link(LinkPurpose.SURVEY, customer=guest, about=about, message=invitation.message)
        found.append((invitation.pk, f"/{link.split('/', 3)[3]}"))
    return found


def main() -> None:
    import django

    django.setup()
    from django.db import close_old_connections

    for line in sys.stdin:
        name, told = json.loads(line)
        # PostgreSQL may have been another one since.
        close_old_connections()
        print(json.dumps(WORKS[name](**told)), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
