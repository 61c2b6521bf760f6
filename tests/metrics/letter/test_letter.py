"""What a letter tells, and that it tells no more than it knows."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from engagement.models import Enquiry
from feedback.models import Feeling, Theme, ThemeMention
from metrics.letter.changes import MOST, sentences_of
from metrics.letter.letter import letter_of
from metrics.letter.week import Week
from metrics.models import DailySum
from metrics.rollups import rebuild
from tests.metrics.buying import FIRST, sell

MONDAY = date(2027, 2, 8)
NOW = datetime(2027, 2, 8, 9, tzinfo=UTC)
LAST = (MONDAY - FIRST).days - 1  # the Sunday


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def letter(shop, olga, week=None):
    return letter_of(week or Week(MONDAY), reader=olga, shop=shop, now=NOW)


def test_a_week_is_the_seven_days_before_its_monday():
    week = Week.of(date(2027, 2, 11))

    assert week == Week(MONDAY)
    assert (week.period.first, week.period.last) == (date(2027, 2, 1), date(2027, 2, 7))


def test_where_nothing_happened_there_is_nothing_to_say(shop, olga):
    rebuild()

    found = letter(shop, olga)

    assert (found.sentences, found.deeds, found.is_quiet) == ([], [], True)


def test_the_first_sentence_tells_the_sales_and_which_part_moved_them(shop, olga, anna, counter):
    sell(anna, 0, LAST - 364, total="10")
    sell(anna, *[LAST] * 40, total="10", location=counter)
    rebuild()

    first = letter(shop, olga).sentences[0]

    assert first.figure == "Orders last week: 40, for £400.00"
    assert first.rest == "1 a year earlier. Most of it: High Street (+40)."
    assert first.address == "/figures/orders/?days=7&until=2027-02-07"


def test_a_clear_change_is_told_and_one_by_chance_is_not(shop, olga, anna):
    sell(anna, *range(LAST - 400, LAST - 360), total="10")
    sell(None, *[LAST - 2] * 40, *[LAST - 366] * 2, total="10")
    rebuild()

    told = {each.figure: each.rest for each in letter(shop, olga).sentences}

    assert told["Sales with a known customer: 0%"].startswith("Less than a year earlier: ")
    assert not any(figure.startswith("Overdue") for figure in told)


@pytest.mark.parametrize(
    ("feelings", "reason"),
    [
        ([Feeling.BAD, Feeling.BAD, Feeling.GOOD], " Most often unhappy about: Waiting (2)."),
        ([Feeling.GOOD], ""),
    ],
)
def test_more_complaints_are_told_with_what_people_are_unhappy_about(shop, olga, anna, feelings, reason):
    sell(anna, *[LAST - 100] * 60, *[LAST - 3] * 60)
    theme = Theme.objects.create(name="Waiting", words="wait")
    for number, feeling in enumerate(feelings):
        ThemeMention.objects.create(
            theme=theme, about=f"feedback.review:{number}", on=MONDAY - timedelta(days=9), feeling=feeling
        )
    rebuild()
    DailySum.objects.create(metric="complaints", on=MONDAY - timedelta(days=4), numerator=20)

    told = {each.figure: each.rest for each in letter(shop, olga).sentences}

    assert told["Complaints per 100 orders: 33.3"] == f"More than in the 90 days before: 0.{reason}"


def test_a_letter_is_never_longer_than_five_sentences(shop, olga, anna):
    sell(anna, *range(LAST - 500, LAST), total="10")
    rebuild()

    assert len(sentences_of(Week(MONDAY), currency="GBP", reader=olga)) <= MOST


def test_three_things_to_do_the_most_pressing_first(shop, olga, anna, bert):
    asked_at = NOW - timedelta(days=9)
    Enquiry.objects.create(
        customer=bert,
        channel="email",
        question="?",
        received_at=asked_at,
        waiting_since=asked_at,
        answer_by=asked_at + timedelta(days=1),
    )
    sell(anna, LAST - 20)
    sell(bert, LAST - 300, LAST - 290)
    rebuild()

    deeds = letter(shop, olga).deeds

    assert [deed.figure for deed in deeds] == [
        "1 question has waited too long: answer it",
        "1 new customer has not come back and still has time: give them a reason",
        "1 customer stays away longer than they used to: begin with those who spent most",
    ]
    assert deeds[2].address == "/figures/overdue/people/"


def test_what_there_is_to_do_is_only_known_of_today(shop, olga, anna):
    sell(anna, LAST - 20)
    rebuild()

    assert letter(shop, olga, Week(MONDAY).before).deeds == []


def test_the_page_shows_this_letter_and_those_before(as_owner, anna):
    sell(anna, LAST - 20)
    rebuild()

    page = as_owner.get("/figures/letter/").text

    assert "The week from 1 Feb 2027 to 7 Feb 2027" in page
    assert "?week=2027-02-01" in page
    assert "25 Jan 2027" in as_owner.get("/figures/letter/?week=2027-02-03").text
    assert as_owner.get("/figures/letter/?week=soon").status_code == 200
    assert "1 Feb 2027" in as_owner.get("/figures/letter/?week=2999-01-01").text
