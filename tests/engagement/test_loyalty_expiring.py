"""Whoever has points that run out is told in time, once."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from crm.shop.actions.till import today_in_the_shop
from customers.actions.consent import Answer, record_consent
from engagement.actions.enrolment import advance_enrolment, look_for_causes
from engagement.actions.loyalty import adjust_card, spend_from_card
from engagement.actions.loyalty_running_out import expire_cards
from engagement.dry_run import dry_run
from engagement.field_values import fields_of
from engagement.loyalty_expiry import left_by_day
from engagement.models import EmailTemplateVersion, Enrolment, Message
from engagement.triggers import TRIGGERS, Cause, Look
from tests.engagement.loyalty import run_program

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/London")
MAY, JUNE = date(2027, 5, 31), date(2027, 6, 30)


@pytest.fixture
def points(anna):
    """Anna has ten points, good for twenty days."""
    run_program(kind="points", expires_after_days=20, full_at=1)
    adjust_card(anna, amount=10, because="x", by=None)
    return timezone.localdate() + timedelta(days=20)


def found(days: int = 7) -> list[Cause]:
    now = timezone.now()
    look = Look(now, now + timedelta(days=days), ZONE, settings={"days": 14})
    return list(TRIGGERS["loyalty_expiring"](look))


@pytest.mark.parametrize(
    ("moves", "left"),
    [
        ([(4, MAY), (6, JUNE)], {MAY: 4, JUNE: 6}),
        ([(4, MAY), (6, JUNE), (-5, None)], {JUNE: 5}),
        ([(4, JUNE), (1, MAY), (2, MAY), (-1, None)], {MAY: 2, JUNE: 4}),
        ([(4, None), (-1, None)], {}),
        ([], {}),
    ],
)
def test_what_is_spent_is_gone_first(moves, left):
    assert left_by_day(moves) == left


def test_a_card_is_a_cause_two_weeks_before(anna, points):
    assert [(cause.customer_id, cause.key) for cause in found()] == [(anna.pk, f"runs_out:{points}")]
    assert found(days=5) == []


def test_spent_points_are_no_cause(anna, points):
    spend_from_card(anna, amount=10, as_voucher=False, by=None)

    assert found() == []


def test_they_are_told_once_and_not_when_they_have_used_them(anna, points, automation_on):
    automation = automation_on("loyalty_expiring")
    record_consent(anna, Answer("email", "treats", True, "till", "May we?"), by=None)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        for _look in range(2):
            look_for_causes(automation.pk, now=timezone.now())
        spend_from_card(anna, amount=10, as_voucher=False, by=None)
        entry = advance_enrolment(Enrolment.objects.get().pk, now=timezone.now())

    assert (entry.state, entry.outcome, Message.objects.count()) == ("exited", "points_used", 0)


def test_the_mail_says_how_many_and_until_when(anna, shop, points):
    version = EmailTemplateVersion(subject="", body="{{ points_ending }} {{ points_until }}")
    message = Message(customer=anna, template_version=version)

    told = fields_of(message, anna, shop, {})

    assert told["points_ending"] == "10 points"
    assert told["points_until"] == f"{points:%A} {points.day} {points:%B}"


def test_a_dry_run_knows_what_ran_out_already(anna, shop, points, automation_on):
    automation = automation_on("loyalty_expiring")
    at = timezone.now() - timedelta(days=300)
    record_consent(anna, Answer("email", "treats", True, "till", "May we?", at=at), by=None)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        expire_cards(today_in_the_shop())
        told = dry_run(automation, shop, timezone.now())

    assert (told.mails, told.people) == (1, 1)
