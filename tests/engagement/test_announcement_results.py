"""What became of an announcement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.customer import create_customer
from engagement.actions.announcement import Plan, make_announcement
from engagement.announcement_results import progress_of, results_of
from engagement.models import (
    AnnouncementRecipient,
    AnnouncementState,
    EventKind,
    Message,
    MessageEvent,
    MessageState,
    SkipReason,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(shop, words, olga):
    """Ten got it, two were held out; one could not be sent, one bounced."""
    template = words("news")
    plan = Plan(kind="news", name="Spring", template=template, topic="news", query="", hold_out_percent=0)
    announcement = make_announcement(plan, by=olga)
    announcement.state, announcement.frozen_at = AnnouncementState.DONE, timezone.now() - timedelta(days=3)
    announcement.save()
    for number in range(12):
        customer = create_customer({"emails": [f"guest{number}@example.org"]}, by=None)
        message = None
        if number < 10:
            message = Message.objects.create(
                dedupe_key=f"a:{number}",
                message_class="marketing",
                purpose=f"announcement:{announcement.pk}",
                customer=customer,
                not_before=timezone.now(),
                message_id=f"<{number}@x>",
                state=MessageState.SENT if number else MessageState.SKIPPED,
                skip_reason="" if number else SkipReason.OPTED_OUT,
                decided_at=timezone.now(),
            )
        AnnouncementRecipient.objects.create(
            announcement=announcement, customer=customer, message=message, is_held_out=number >= 10
        )
    return announcement


def tell(kind: str, number: int, times: int = 1) -> None:
    message = Message.objects.get(dedupe_key=f"a:{number}")
    for turn in range(times):
        MessageEvent.objects.create(
            message=message, kind=kind, at=timezone.now(), key=f"{kind}{number}{turn}"
        )


def test_results_count_people_and_not_clicks(sent):
    tell(EventKind.HARD_BOUNCE, 1)
    tell(EventKind.CLICKED, 2, times=3)
    tell(EventKind.ROBOT_CLICKED, 3)
    tell(EventKind.UNSUBSCRIBED, 4)

    results = results_of(sent)

    assert (results.delivered.k, results.delivered.n) == (8, 9)
    assert (results.clicked.k, results.clicked.n) == (1, 8)
    assert results.unsubscribed.k == 1
    assert results.skipped == [("They said no", 1)]
    assert progress_of(sent) == (10, 10)


def test_who_bought_is_compared_with_those_held_out(sent, buy):
    recipients = list(AnnouncementRecipient.objects.order_by("pk"))
    for recipient in recipients[:4]:
        buy(recipient.customer, days_ago=1)
    buy(recipients[4].customer, days_ago=5)  # before it left

    results = results_of(sent)

    assert (results.bought.k, results.bought.n) == (4, 10)
    assert (results.bought_held_out.k, results.bought_held_out.n) == (0, 2)
    assert results.lift is not None
    assert results.lift.value == pytest.approx(0.4)
    assert results.lift.could_be_chance


def test_results_take_the_same_queries_however_many_got_it(sent, django_assert_num_queries):
    with django_assert_num_queries(5):
        results_of(sent)
