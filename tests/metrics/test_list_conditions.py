"""Rules of saved lists ask the floors above: each condition finds whom it says, and says it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.shop.permissions import Permission
from customers.actions.customer import create_customer
from customers.models import Customer
from customers.segments.asking import asks_for_opinions, kinds_for, read_rule
from customers.segments.kind import registered_kinds
from engagement.actions.announcement import Plan, make_announcement
from engagement.models import Announcement, Enrolment, EventKind, FollowUp, Message, MessageEvent, Voucher
from feedback.models import Complaint, Review, ReviewPlatform
from tests.engagement.automations import automation_on, words  # noqa: F401 - fixtures
from tests.feedback.surveys import answer_of
from tests.metrics.worth import said_of

NOW = timezone.now()


def found(key, **given):
    lists = {name: [str(value)] for name, value in given.items()}
    part = read_rule({"join": "all", "parts": [{"ask": key, "with": lists}]})
    assert part.said
    return set(Customer.objects.filter(part.meaning))


@pytest.fixture
def mailed(anna):
    message = Message.objects.create(
        dedupe_key="a", message_class="marketing", topic="news", purpose="p", customer=anna, not_before=NOW,
        state="sent", decided_at=NOW - timedelta(days=3), message_id="<a@b>",
    )  # fmt: skip
    MessageEvent.objects.create(message=message, kind=EventKind.CLICKED, at=NOW, key="1")
    return message


def test_conditions_on_mail_and_promises(anna, bert, mailed, mira):
    Voucher.objects.create(
        code="X", customer=anna, amount=5, currency="EUR", reason="goodwill", issued_at=NOW
    )
    FollowUp.objects.create(
        customer=anna, reason="Call", due_on="2026-01-01", promised_on="2026-01-01", owner=mira
    )

    asked = [
        ("mailed", {"topic": "news", "when": "within", "days": 7}),
        ("reacted", {"event": "clicked"}),
        ("voucher", {"what": "open"}),
        ("promised", {"what": "late"}),
    ]
    assert [found(key, **given) for key, given in asked] == [{anna}] * 4
    assert found("mailed", when="ago", days=7) == set()
    assert found("reacted", event="replied") == set()
    assert (found("announced"), found("enrolled", state="waiting")) == (set(), set())


def test_conditions_on_vouchers_and_promises_know_their_states(anna, bert, mailed, mira):
    worth = {"amount": 5, "currency": "EUR", "reason": "goodwill", "issued_at": NOW}
    Voucher.objects.create(code="X", customer=anna, **worth)
    Voucher.objects.create(code="Y", customer=bert, **worth, redeemed_at=NOW)
    FollowUp.objects.create(
        customer=bert, reason="Call", due_on="2099-01-01", promised_on="2026-01-01", owner=mira
    )

    assert [found("voucher", what=what) for what in ("open", "redeemed", "issued")] == [
        {anna}, {bert}, {anna, bert}
    ]  # fmt: skip
    assert [found("promised", what=what) for what in ("open", "late")] == [{bert}, set()]
    assert (found("mailed", at_least=1), found("mailed", at_least=2)) == ({anna}, set())
    Message.objects.create(
        dedupe_key="b", message_class="marketing", topic="care", purpose="p", customer=anna, not_before=NOW,
        state="sent", decided_at=NOW, message_id="<c@d>",
    )  # fmt: skip
    assert found("mailed", at_least=2) == {anna}


def test_conditions_on_an_event_know_every_answer(anna, bert, olga, words):  # noqa: F811 - a fixture
    plan = Plan("event", "Tasting", words("event_invitation"), "news", "", 0, NOW, "in the shop")
    other = make_announcement(plan, by=olga)
    event = make_announcement(plan, by=olga)
    Announcement.objects.update(frozen_at=NOW)
    carla, dora = (create_customer({"given_name": name}, by=None) for name in ("Carla", "Dora"))
    for customer, says in (
        (anna, {"attendance": "coming", "attended_at": NOW}),
        (bert, {"attendance": "not_coming"}),
        (carla, {}),
        (dora, {"is_held_out": True}),
    ):
        event.recipients.create(customer=customer, **says)

    def who(*answers):
        given = {"announcement": [str(event.pk)], "answer": list(answers)}
        part = read_rule({"join": "all", "parts": [{"ask": "announced", "with": given}]})
        return set(Customer.objects.filter(part.meaning))

    assert who() == {anna, bert, carla}
    assert [who(one) for one in ("coming", "not_coming", "unanswered", "attended")] == [
        {anna}, {bert}, {carla}, {anna}
    ]  # fmt: skip
    assert who("unanswered", "attended") == {anna, carla}
    assert found("announced", announcement=other.pk) == set()


def test_conditions_on_an_automation_know_which_it_was(anna, automation_on):  # noqa: F811 - a fixture
    welcome, birthday = automation_on("welcome"), automation_on("birthday")
    Enrolment.objects.create(
        automation=welcome, customer=anna, cause="first_purchase", caused_at=NOW, next_at=NOW
    )

    assert (found("enrolled", automation=welcome.pk), found("enrolled", automation=birthday.pk)) == (
        {anna}, set()
    )  # fmt: skip


def test_conditions_on_what_people_say(anna, bert):
    google = ReviewPlatform.objects.create(kind="google", name="Google")
    answer_of(anna)
    Complaint.objects.create(customer=anna, story="Late.", wish="apology", received_at=NOW)
    Complaint.objects.create(
        customer=bert, story="Rude.", wish="apology", received_at=NOW, is_about_staff=True
    )
    Review.objects.create(
        platform=google, customer=anna, score=2, written_on=NOW.date(), reply_by=NOW, text="Meh"
    )

    asked = [
        ("answered", {"band": "low", "at_most": 2}),
        ("asked", {"answered": "yes"}),
        ("complained", {"state": "open"}),
        ("reviewed", {"at_most": 3, "when": "within", "days": 30}),
    ]
    assert [found(key, **given) for key, given in asked] == [{anna}] * 4
    assert (found("answered", at_least=4), found("asked", answered="no")) == (set(), set())


def test_conditions_on_what_the_numbers_say(anna, bert):
    said_of(anna, "120", chance=0.5)

    assert found("score.p_buys", at_least=40, at_most=60) == {anna}
    assert found("score.expected_value", at_least=Decimal("120.01")) == set()
    assert found("lately_and_often", group="new") == {anna}
    assert found("score.engagement", at_least=0) == set()


def test_nobody_asks_by_a_rule_what_they_may_not_see(vera, olga):
    hidden = {key for key, kind in registered_kinds().items() if kind.permission}

    assert hidden <= set(kinds_for(olga))
    assert {key for key in hidden if vera.can(registered_kinds()[key].permission)} == hidden & set(
        kinds_for(vera)
    )
    assert registered_kinds()["complained"].permission == Permission.COMPLAINT_VIEW


def test_a_rule_knows_whether_it_asks_for_opinions():
    happy = {"join": "all", "parts": [{"join": "any", "parts": [{"ask": "answered", "with": {}}]}]}

    assert (asks_for_opinions(happy), asks_for_opinions({"ask": "late"}), asks_for_opinions(None)) == (
        True,
        False,
        False,
    )
