"""Figures in words, by the rules of what may be said."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.band import Band
from metrics.definitions import METRICS, Unit
from metrics.figure import Sums
from metrics.lens import Against
from metrics.period import Period
from metrics.reading import Reading
from metrics.series import figure_of
from metrics.shown import Shown, written

DAYS = Period(date(2026, 1, 1), date(2026, 3, 31))


def figure(slug, *sums):
    return figure_of(METRICS[slug], DAYS, Sums(*map(Decimal, sums)))


def shown(slug, *sums, then=()):
    former = figure(slug, *then) if then else None
    return Shown(Reading(figure(slug, *sums), former, Against(DAYS, "last year")), "GBP")


@pytest.mark.parametrize(
    ("k", "n", "value", "interval"),
    [
        (0, 0, "no data", ""),
        (3, 4, "3 of 4", ""),
        (18, 20, "90%", "between 70% and 97%"),
    ],
)
def test_a_share_says_what_it_may(k, n, value, interval):
    dial = shown("csat", k, n)

    assert (dial.value, dial.interval) == (value, interval)


def test_counts_are_said_with_what_was_counted():
    assert shown("csat", 18, 20).counts == "18 answers of 4 or 5 of 20 answers"
    assert shown("revenue", 40, 3).counts == "3 orders"
    assert shown("orders", 3, 3).counts == ""


@pytest.mark.parametrize(
    ("slug", "sums", "counts"),
    [
        ("csat", (0, 0), ""),
        ("csat", (0, 1), "0 answers of 4 or 5 of 1 answer"),
        ("csat", (1, 1), "1 answer of 4 or 5 of 1 answer"),
        ("csat", (1, 2), "1 answer of 4 or 5 of 2 answers"),
        ("csat", (2, 2), "2 answers of 4 or 5 of 2 answers"),
        ("nps", (1, 1, 1), "1 answer"),
        ("nps", (1, 2, 1), "2 answers"),
        ("revenue", (0, 0), "0 orders"),
        ("revenue", (40, 1), "1 order"),
        (
            "silent_60",
            (1, 1),
            "1 customer without a purchase for 60 days of 1 customer first seen at least 60 days ago",
        ),
        ("overdue", (1, 2), "1 customer who has stayed away for too long of 2 customers who have bought"),
        ("reviews", (5, 1, 25), "1 review with stars"),
    ],
)
def test_one_of_it_is_called_as_one(slug, sums, counts):
    assert shown(slug, *sums).counts == counts


@pytest.mark.parametrize(
    ("now", "then", "words", "tone"),
    [
        ((50, 100), (20, 100), "More than last year: 20%", "good"),
        ((20, 100), (50, 100), "Less than last year: 50%", "bad"),
        ((50, 100), (48, 100), "No clear change: 48% last year", ""),
        ((18, 20), (2, 20), "10% last year", ""),
        ((50, 100), (0, 0), "", ""),
    ],
)
def test_a_comparison_says_no_more_than_it_knows(now, then, words, tone):
    dial = shown("csat", *now, then=then)

    assert (dial.comparison, dial.reading.tone) == (words, tone)


def test_fewer_complaints_are_good_news():
    dial = shown("complaints", 5, 1000, then=(50, 1000))

    assert (dial.reading.tone, dial.comparison) == ("good", "Less than last year: 5")


def test_money_has_no_arrow():
    assert shown("revenue", 900, 90, then=(100, 50)).comparison == "£100.00 last year"


def test_a_shop_whose_every_answer_is_a_promoter_is_not_certain():
    dial = shown("nps", 30, 30, 30)

    assert (dial.value, dial.interval) == ("+100", "between +79 and +100")


def test_the_band_lies_on_the_scale_of_its_unit():
    assert shown("csat", 50, 100).band == Band(40.4, 19.2, 50.0)
    assert shown("nps", 0, 40, 20).band.nought == 50.0
    assert shown("revenue", 50, 10).band is None


@pytest.mark.parametrize(("hours", "words"), [(0.5, "30 minutes"), (5, "5 hours"), (72, "3 days")])
def test_times_are_said_as_people_say_them(hours, words):
    assert written(hours, METRICS["first_answer"].unit, "GBP") == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, Unit.DAYS, "1 day"),
        (1.5, Unit.DAYS, "1.5 days"),
        (1, Unit.HOURS, "1 hour"),
        (24 * 3, Unit.HOURS, "3 days"),
    ],
)
def test_one_of_a_kind_is_said_in_the_singular(value, unit, words):
    assert written(value, unit, "GBP") == words
