"""What a checklist looks at: one point a line, each with its weight, and what a visit came to. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_POINTS, LONGEST_POINT = 30, 160
HEAVIEST = 5
# A line that ends with (3) counts threefold.
WEIGHT = re.compile(rf"^(?P<words>.*\S)\s*\((?P<weight>[1-{HEAVIEST}])\)$")
WHOLE, HALF = 2, 1


class Mark(StrEnum):
    """How it was with one point."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSEEN = "unseen"


MARK_WORDS: dict[str, str | Promise] = {
    Mark.YES: _("Yes"),
    Mark.PARTLY: _("Partly"),
    Mark.NO: _("No"),
    Mark.UNSEEN: _("Could not be seen"),
}
WORTH: dict[str, int] = {Mark.YES: WHOLE, Mark.PARTLY: HALF, Mark.NO: 0}


@dataclass(frozen=True)
class Point:
    """One thing to look at."""

    words: str
    weight: int = 1

    @property
    def line(self) -> str:
        """As it is typed."""
        return self.words if self.weight == 1 else f"{self.words} ({self.weight})"


@dataclass(frozen=True)
class Tally:
    """So many points of so many that could be had."""

    earned: int
    possible: int


def read_points(text: str) -> list[Point]:
    """The points of a text, one a line."""
    return [_read(line.strip()) for line in text.splitlines() if line.strip()]


def kept_points(kept: Iterable[Mapping[str, Any]]) -> list[Point]:
    """The points a visit was sent out with, whatever the checklist says today."""
    return [Point(str(row["words"]), int(row["weight"])) for row in kept]


def add_up(points: Sequence[Point], marks: Sequence[str]) -> Tally:
    """What could not be seen counts neither for nor against."""
    seen = [(point, WORTH[mark]) for point, mark in zip(points, marks, strict=True) if mark in WORTH]
    earned = sum(point.weight * worth for point, worth in seen)
    return Tally(earned, sum(point.weight * WHOLE for point, _worth in seen))


def _read(line: str) -> Point:
    found = WEIGHT.match(line)
    return Point(found["words"], int(found["weight"])) if found else Point(line)
