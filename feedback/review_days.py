"""The day of a review, as the pages that show reviews write it. Pure."""

import re
from contextlib import suppress
from datetime import date, timedelta

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3

from customers.cleaning import NotUnderstood, clean_day, fold

IN_NUMBERS = re.compile(r"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b")
DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?P<month>[^\W\d_]{3,})\.?,? (?P<year>\d{4})\b"
)
MONTH_FIRST = re.compile(r"\b(?P<month>[^\W\d_]{3,})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})\b")
AGO = re.compile(r"\b(?P<count>\d{1,3}|an?) (?P<what>day|week|month|year)s? ago\b", re.IGNORECASE)
LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}  # nearly: the page says no more
# Beyond that a line tells a story, and a day in it need not be the day of the review.
LONGEST_LINE = 40


def day_in(line: str, today: date) -> date | None:
    """The day that stands in this line, also in words or as so long ago."""
    if found := IN_NUMBERS.search(line):
        with suppress(NotUnderstood):
            return clean_day(found[1])
    if len(line) > LONGEST_LINE:
        return None
    if found := DAY_FIRST.search(line) or MONTH_FIRST.search(line):
        with suppress(ValueError):
            return date(int(found["year"]), _months().get(fold(found["month"]), 0), int(found["day"]))
    if found := AGO.search(line):
        count = int(found["count"]) if found["count"].isdecimal() else 1
        return today - timedelta(days=count * LENGTHS[found["what"].lower()])
    return None


def without_days(line: str) -> str:
    """The line without all that is a day."""
    for pattern in (IN_NUMBERS, DAY_FIRST, MONTH_FIRST, AGO):
        line = pattern.sub("", line)
    return line


def _months() -> dict[str, int]:
    """In the language of the page and in English, whole and short."""
    named: dict[str, int] = {}
    for language in ("en", translation.get_language() or "en"):
        with translation.override(language):
            for names in (MONTHS, MONTHS_3):
                named |= {fold(str(name)): number for number, name in names.items()}
    return named
