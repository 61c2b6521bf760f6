"""How often to be in touch, and how late we are. Pure."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from engagement.cadence import Cadence, chosen, every, from_contacts, standing

TODAY = date(2026, 11, 23)
FOUR_WEEKS = Cadence(28, is_set=True)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("own", "of_tags", "of_shop", "expected"),
    [(7, [3], 60, 7), (None, [30, 14], 60, 14), (None, [], 60, 60), (None, [], None, None)],
)
def test_the_nearest_one_counts(own, of_tags, of_shop, expected):
    found = chosen(own, of_tags, of_shop)

    assert (found and found.every_days) == expected


@pytest.mark.parametrize(
    ("days_ago", "words", "colour"),
    [
        (0, "every ~4 weeks · 28 days left", "good"),
        (27, "every ~4 weeks · 1 day left", "good"),
        (28, "every ~4 weeks · due today", "good"),
        (29, "every ~4 weeks · 1 day late", "late"),
        (35, "every ~4 weeks · 7 days late", "late"),
        (37, "every ~4 weeks · 9 days late", "bad"),
        (28 + 89, "every ~4 weeks · 89 days late", "bad"),
        (28 + 90, "every ~4 weeks · 3 months late", "bad"),
        (28 + 729, "every ~4 weeks · 24 months late", "bad"),
        (28 + 730, "every ~4 weeks · 2 years late", "bad"),
    ],
)
def test_from_green_to_late_with_words(days_ago, words, colour):
    found = standing(FOUR_WEEKS, TODAY - timedelta(days=days_ago), TODAY)

    assert (str(found), found.colour) == (words, colour)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "every day"),
        (9, "every ~9 days"),
        (45, "every ~6 weeks"),
        (364, "every ~52 weeks"),
        (800, "every ~2 years"),
    ],
)
def test_every(days, words):
    assert every(days) == words


def test_ones_own_contacts_lean_on_the_usual_gap():
    first = TODAY - timedelta(days=40)

    assert from_contacts(first, TODAY, days=5, usual_gap=60) == Cadence(27, is_set=False)
    assert from_contacts(TODAY, TODAY, days=1, usual_gap=60) == Cadence(60, is_set=False)
