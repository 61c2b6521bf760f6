"""What we would send somebody next is what the outbox does then."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from customers.actions.consent import Answer, record_consent
from customers.actions.customer import edit_customer
from engagement.actions.enrolment import advance_enrolment, look_for_causes
from engagement.arbiter import BIRTHDAY, NEWS
from engagement.models import Enrolment, Message, Preference
from engagement.next_mail import outlook_for

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def agree(customer, topic: str) -> None:
    record_consent(customer, Answer("email", topic, True, "till", "May we write?"), by=None)


def told(customer) -> list[tuple[str, str, str]]:
    return [
        (mail.title, f"{mail.at:%d %H:%M}", str(mail.why_not)) for mail in outlook_for(customer, NOON).coming
    ]


def test_a_planned_mail_with_its_hour(anna, plan):
    plan("marketing", not_before=NOON + timedelta(days=1, hours=13))

    outlook = outlook_for(anna, NOON)

    assert (outlook.first.at, outlook.nothing) == (datetime(2026, 3, 6, 9, tzinfo=UTC), "")


def test_of_two_the_urgent_one_goes_first_and_the_other_waits_a_day(anna, plan):
    plan("marketing", subject="News", priority=NEWS)
    plan("marketing", subject="Wishes", priority=BIRTHDAY)

    assert told(anna) == [("Wishes", "04 12:00", ""), ("News", "05 12:00", "")]


def test_what_cannot_wait_so_long_says_so(anna, plan):
    plan("marketing", subject="Wishes", priority=BIRTHDAY)
    plan("marketing", subject="News", expires_at=NOON + timedelta(hours=3))

    assert told(anna)[1] == ("News", "04 12:00", "They have had enough mail lately")


def test_whoever_is_on_the_way_gets_the_next_mail_of_their_steps(anna, automation_on, buy):
    welcome = automation_on("welcome")
    agree(anna, "care")
    buy(anna)
    look_for_causes(welcome.pk, now=NOON)

    outlook = outlook_for(anna, NOON)

    assert told(anna) == [("welcome", "05 12:00", "")]
    assert outlook.first.because == "They are on the way through “Welcome”."


def test_a_birthday_to_come_is_foreseen_and_comes(anna, automation_on):
    birthday = automation_on("birthday", age_limit_days=400)
    agree(anna, "treats")
    edit_customer(anna, {"birth_month": 3, "birth_day": 20}, version=anna.version, by=None)

    assert told(anna) == [("birthday", "20 09:00", "")]
    that_night = datetime(2026, 3, 20, 0, 1, tzinfo=UTC)
    look_for_causes(birthday.pk, now=that_night)
    advance_enrolment(Enrolment.objects.get().pk, now=that_night)
    assert Message.objects.get().customer == anna


def test_looking_ahead_writes_nothing(anna, automation_on, buy):
    automation_on("welcome")
    agree(anna, "care")
    buy(anna)

    assert len(told(anna)) == 1

    assert (Message.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_held_out_is_said(anna, automation_on, buy, monkeypatch):
    automation_on("welcome", hold_out_percent=50)
    monkeypatch.setattr("engagement.foreseen.is_held_out", lambda *_asked: True)
    agree(anna, "care")
    buy(anna)

    assert told(anna)[0][2] == "Held out, to measure the effect"


def test_why_nothing_nothing_is_on(anna):
    assert outlook_for(anna, NOON).nothing == (
        "Nothing: no mail waits for them, and nothing that is sent by itself is switched on."
    )


def test_why_nothing_no_reason(anna, automation_on):
    automation_on("birthday")

    assert outlook_for(anna, NOON).nothing.endswith("has a reason to write.")


def test_why_nothing_about_the_person(anna, bert, plan):
    plan("marketing")
    Preference.objects.create(customer=anna, paused_until=NOON.date() + timedelta(days=9))

    assert outlook_for(anna, NOON).nothing == "Nothing: They asked for a pause."
    assert outlook_for(bert, NOON).nothing == "Nothing: They have no e-mail address."


def test_why_nothing_the_mail_that_would_be_next(anna, automation_on, buy):
    automation_on("welcome")
    buy(anna)

    assert outlook_for(anna, NOON).nothing == (
        "Nothing: “welcome” would be next, but: The law asks for a yes we do not have."
    )
