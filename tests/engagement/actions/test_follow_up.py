"""Promises: kept once, put off, handed on, made again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crm.shop.hand_over import hand_over_everything
from crm.shop.models import AuditEntry
from customers.models import Interaction
from engagement.actions.follow_up import (
    Promise,
    after,
    complete_follow_up,
    drop_follow_up,
    make_follow_up,
    reassign_follow_ups,
    reopen_follow_up,
    snooze_follow_up,
)
from engagement.models import FollowUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def call_anna(anna, mira) -> FollowUp:
    return make_follow_up(anna, Promise("Ring about the teapot", timezone.localdate(), mira), by=mira)


@pytest.fixture
def every_month(anna, mira) -> FollowUp:
    promise = Promise("Ask how it goes", timezone.localdate(), mira, repeat_every=1, repeat_unit="month")
    return make_follow_up(anna, promise, by=mira)


def verbs() -> list[str]:
    entries = AuditEntry.objects.filter(verb__startswith="follow_up.").order_by("pk")
    return list(entries.values_list("verb", flat=True))


def test_complete_follow_up_twice_leaves_one_line(call_anna, mira):
    complete_follow_up(call_anna, by=mira, note="She will come on Friday.")
    complete_follow_up(call_anna, by=mira)

    line = Interaction.objects.standing().get(kind="follow_up")
    assert line.text == "Ring about the teapot\nShe will come on Friday."
    assert verbs() == ["follow_up.made", "follow_up.completed"]


def test_reopen_follow_up_takes_its_line_back(call_anna, mira):
    complete_follow_up(call_anna, by=mira)

    again = reopen_follow_up(call_anna, by=mira)

    assert (again.is_open, Interaction.objects.standing().count()) == (True, 0)


def test_the_next_one_is_counted_from_the_day_it_was_done(every_month, mira):
    snooze_follow_up(every_month, until=timezone.localdate() + timedelta(days=9), by=mira)

    complete_follow_up(every_month, by=mira)
    complete_follow_up(every_month, by=mira)

    following = FollowUp.objects.open().get()
    assert (following.follows, following.due_on) == (every_month, after(timezone.localdate(), 1, "month"))


def test_undoing_takes_the_next_promise_back(every_month, mira):
    complete_follow_up(every_month, by=mira)

    reopen_follow_up(every_month, by=mira)

    assert FollowUp.objects.open().get() == every_month


@pytest.mark.parametrize(
    ("day", "every", "unit", "expected"),
    [
        (date(2027, 1, 31), 1, "month", date(2027, 2, 28)),
        (date(2028, 1, 31), 1, "month", date(2028, 2, 29)),
        (date(2027, 11, 15), 3, "month", date(2028, 2, 15)),
        (date(2027, 1, 31), 2, "week", date(2027, 2, 14)),
        (date(2027, 12, 31), 1, "day", date(2028, 1, 1)),
    ],
)
def test_after(day, every, unit, expected):
    assert after(day, every, unit) == expected


def test_a_dropped_one_is_not_repeated(every_month, mira):
    drop_follow_up(every_month, by=mira)
    drop_follow_up(every_month, by=mira)

    assert (FollowUp.objects.open().count(), verbs().count("follow_up.dropped")) == (0, 1)


def test_the_same_cause_promises_once(anna, mira):
    promise = Promise("Ring", timezone.localdate(), mira, cause="x:1")

    first, second = make_follow_up(anna, promise, by=None), make_follow_up(anna, promise, by=None)

    assert first == second


def test_whoever_leaves_hands_their_promises_over(call_anna, mira, otto, olga):
    assert hand_over_everything(mira, to=otto, by=olga)["follow_ups"] == 1

    call_anna.refresh_from_db()
    assert call_anna.owner == otto
    assert reassign_follow_ups([call_anna.pk], to=otto, by=olga) == 0


def test_who_may_not_see_all_sees_their_own(call_anna, mira, otto, olga):
    seen = [FollowUp.objects.visible_to(person).count() for person in (mira, otto, olga)]

    assert seen == [1, 0, 1]
