"""A dry run says what the real one would have done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.consent import Answer, record_consent
from customers.models import Consent
from engagement.actions.automation import make_automation
from engagement.dry_run import MOST_CAUSES, dry_run
from engagement.models import Enrolment, Message
from engagement.triggers import TRIGGERS, Cause

pytestmark = pytest.mark.django_db


@pytest.fixture
def thank_you(shop, words):
    words("thank_you")
    return make_automation("thank_you", by=None)


def run(automation, shop):
    return dry_run(automation, shop, timezone.now())


def agree(customer) -> None:
    """They said yes to the topic, long ago."""
    at = timezone.now() - timedelta(days=300)
    record_consent(customer, Answer("email", "care", True, "test", "May we write?", at=at), by=None)


def test_it_counts_mails_and_people(thank_you, shop, anna, buy):
    agree(anna)
    for days in (85, 60, 20, 5):
        buy(anna, days_ago=days)

    told = run(thank_you, shop)

    # The first purchase is the welcome's; of the others the last is too close to the one before.
    assert (told.mails, told.people) == (2, 1)
    assert told.skipped == [("They had this mail a short while ago", 1)]


def test_it_says_who_would_not_have_got_it_and_why(thank_you, shop, anna, bert, buy):
    for customer in (anna, bert):
        buy(customer, days_ago=50)
        buy(customer, days_ago=20)
    record_consent(anna, Answer("email", "care", False, "test"), by=None)

    told = run(thank_you, shop)

    assert told.mails == 0
    assert dict(told.skipped) == {"They said no": 1, "They have no e-mail address": 1}


def test_it_writes_nothing(thank_you, shop, anna, buy):
    agree(anna)
    buy(anna, days_ago=50)
    buy(anna, days_ago=20)
    answers = Consent.objects.count()

    assert run(thank_you, shop).mails == 1

    assert (Message.objects.count(), Enrolment.objects.count()) == (0, 0)
    assert Consent.objects.count() == answers


def test_samples_come_from_the_whole_stretch(thank_you, shop, anna, buy):
    agree(anna)
    for days in (89, 80, 45, 3):
        buy(anna, days_ago=days)

    told = run(thank_you, shop)

    assert [sample.customer for sample in told.samples] == [anna] * told.mails
    assert told.samples[0].words == "send “thank_you”"


def test_it_says_when_it_did_not_look_at_everything(thank_you, shop, anna, buy, monkeypatch):
    agree(anna)
    now = timezone.now()
    many = [Cause(anna.pk, f"x:{number}", now - timedelta(days=50)) for number in range(MOST_CAUSES + 1)]
    monkeypatch.setitem(TRIGGERS, "later_purchase", lambda _look: iter(many))

    assert "Only the first" in run(thank_you, shop).note
