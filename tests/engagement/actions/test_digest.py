"""The mail of the morning: once a day, when the shop opens, and only to whom it may concern."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from crm.shop.models import Closure, Location, OpeningWindow, ShopSettings, User
from engagement.actions.digest import plan_digests, why_no_digest
from engagement.actions.follow_up import Promise, complete_follow_up, make_follow_up
from engagement.models import FollowUp, Message
from engagement.tasks import plan_digests as tell_the_clock

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _open_from_nine_to_five(counter: Location) -> None:
    for weekday in range(7):
        OpeningWindow.objects.create(location=counter, weekday=weekday, opens=time(9), closes=time(17))


def promise(anna, owner: User, day: date, reason: str = "Ring about the teapot") -> FollowUp:
    return make_follow_up(anna, Promise(reason, day, owner), by=None)


def test_whoever_has_something_due_gets_one_mail_a_day(anna, mira, otto):
    promise(anna, mira, date(2026, 11, 20))
    promise(anna, mira, date(2026, 11, 23), "Ask about Friday")
    promise(anna, otto, date(2026, 11, 24), "Not yet")

    planned = [plan_digests(MONDAY + timedelta(minutes=minutes)) for minutes in (-1, 0, 5, 300)]

    mail = Message.objects.get()
    assert planned == [0, 1, 0, 0]
    assert (mail.staff, mail.dedupe_key, mail.own_subject) == (
        mira,
        f"digest:{mira.pk}:2026-11-23",
        "2 follow-ups for today",
    )
    assert mail.context["promises"].splitlines() == [
        "Anna Bell: Ring about the teapot · late since 20 November",
        "Anna Bell: Ask about Friday",
    ]
    assert plan_digests(MONDAY + A_DAY) == 2


def test_nothing_due_means_no_mail(anna, mira):
    complete_follow_up(promise(anna, mira, date(2026, 11, 20)), by=mira)

    assert (plan_digests(MONDAY), Message.objects.count()) == (0, 0)


def test_whoever_left_gets_none(anna, mira):
    promise(anna, mira, date(2026, 11, 20))
    User.objects.filter(pk=mira.pk).update(is_active=False)

    assert plan_digests(MONDAY) == 0


def test_on_closed_days_and_after_closing_time_nobody_is_written_to(anna, mira, counter):
    promise(anna, mira, date(2026, 11, 20))
    Closure.objects.create(location=counter, first_day="2026-11-23", last_day="2026-11-23")

    assert plan_digests(MONDAY) == 0
    assert plan_digests(MONDAY + A_DAY + timedelta(hours=9)) == 0
    assert plan_digests(MONDAY + A_DAY + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("before", "opening"),
    [
        (datetime(2026, 3, 29, 7, 59, tzinfo=UTC), datetime(2026, 3, 29, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 8, 59, tzinfo=UTC), datetime(2026, 10, 25, 9, 0, tzinfo=UTC)),
    ],
)
def test_on_the_days_the_clocks_change_it_comes_at_nine_on_the_wall(anna, mira, before, opening):
    promise(anna, mira, date(2026, 1, 1))

    assert [plan_digests(before), plan_digests(opening), plan_digests(opening + timedelta(hours=7))] == [
        0,
        1,
        0,
    ]


def test_a_day_begins_where_the_shop_is(anna, mira):
    ShopSettings.objects.update(time_zone="Pacific/Auckland")
    promise(anna, mira, date(2026, 11, 24))

    plan_digests(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))  # nine in the morning of the 24th

    assert Message.objects.get().dedupe_key.endswith(":2026-11-24")


def test_a_long_list_is_cut(anna, mira):
    for number in range(30):
        promise(anna, mira, date(2026, 11, 23), f"Call {number}")

    plan_digests(MONDAY)

    assert Message.objects.get().context["promises"].splitlines()[-1] == "… and 5 more."


def test_what_was_done_meanwhile_needs_no_mail(anna, mira):
    follow_up = promise(anna, mira, date(2026, 11, 23))
    with time_machine.travel(MONDAY, tick=False):
        tell_the_clock()
        mail = Message.objects.get()
        assert why_no_digest(mail, MONDAY) is None

        complete_follow_up(follow_up, by=mira)

        assert why_no_digest(mail, MONDAY) == "no_longer_true"
