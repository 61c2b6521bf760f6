"""Quiet hours, caps and the arbiter, at the moment of sending."""

from datetime import UTC, datetime, timedelta

import pytest

from engagement.actions.message import Draft, plan_message
from engagement.arbiter import BIRTHDAY, NEWS, WELCOME
from engagement.models import Message, MessageState, Preference, SkipReason
from engagement.turn import Manners, manners_of, next_allowed, why_not_its_turn

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 2, tzinfo=UTC)


@pytest.fixture
def manners(shop) -> Manners:
    return manners_of(shop)


@pytest.fixture
def mail(anna):
    def make(key: str, *, priority: int = NEWS, message_class: str = "marketing", **more) -> Message:
        values = {"topic": "news", "subject": "Hello", "body": "Hello", "not_before": NIGHT, **more}
        draft = Draft(key, message_class, "test", priority=priority, **values)
        return plan_message(draft, customer=anna, by=None)

    return make


def sent(message: Message, at: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, decided_at=at)


def test_at_night_it_waits_for_the_morning(mail, manners):
    assert next_allowed(mail("a"), NIGHT, manners) == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_what_they_asked_for_leaves_at_night(mail, manners):
    letter = mail("a", message_class="transactional")

    assert next_allowed(letter, NIGHT, manners) is None
    assert why_not_its_turn(letter, letter.customer, NIGHT, manners) is None


def test_at_noon_it_leaves(mail, manners):
    news = mail("a")

    assert next_allowed(news, NOON, manners) is None
    assert why_not_its_turn(news, news.customer, NOON, manners) is None


def test_a_second_one_waits_a_day(mail, manners):
    sent(mail("a"), NOON - timedelta(hours=2))

    assert next_allowed(mail("b"), NOON, manners) == NOON + timedelta(hours=22)


def test_what_would_be_stale_by_then_is_not_sent(mail, manners):
    sent(mail("a"), NOON - timedelta(hours=2))
    wish = mail("b", expires_at=NOON + timedelta(hours=6))

    assert next_allowed(wish, NOON, manners) is None
    assert why_not_its_turn(wish, wish.customer, NOON, manners) == SkipReason.TOO_OFTEN


def test_a_birthday_wish_that_misses_its_day_is_stale(mail, manners):
    wish = mail("a", expires_at=NIGHT + timedelta(hours=1))

    assert next_allowed(wish, NIGHT, manners) is None
    assert why_not_its_turn(wish, wish.customer, NIGHT, manners) == SkipReason.STALE


def test_once_a_month_for_whoever_asked_for_it(mail, manners, anna):
    Preference.objects.create(customer=anna, at_most_monthly=True)
    sent(mail("a"), NOON - timedelta(days=20))

    second = mail("b", expires_at=NOON + timedelta(days=60))

    assert next_allowed(second, NOON, manners) == NOON + timedelta(days=10)


def test_letters_and_tests_do_not_count(mail, manners):
    sent(mail("a", message_class="transactional"), NOON - timedelta(hours=1))
    test = mail("b")
    Message.objects.filter(pk=test.pk).update(is_test=True)
    sent(test, NOON - timedelta(hours=1))

    assert next_allowed(mail("c"), NOON, manners) is None


def test_the_more_important_one_wins_and_the_loser_says_so(mail, manners):
    wish, welcome = mail("a", priority=BIRTHDAY), mail("b", priority=WELCOME)

    assert why_not_its_turn(wish, wish.customer, NOON, manners) == SkipReason.LOST_TO_ANOTHER
    assert why_not_its_turn(welcome, welcome.customer, NOON, manners) is None


def test_what_is_not_due_yet_beats_nobody(mail, manners):
    mail("a", priority=WELCOME, not_before=NOON + timedelta(days=1))
    wish = mail("b", priority=BIRTHDAY)

    assert why_not_its_turn(wish, wish.customer, NOON, manners) is None
