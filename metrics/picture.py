"""The cycle as a picture: how many stand in each stage, who moved on, and the way up from advocates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.web.templatetags.amounts import number
from customers.cycle_figures import Moves, moves_since, stocks
from customers.cycle_overview import is_large, kept_standing
from customers.models import Stage
from metrics.figure import Figure

# A spiral that rises: each stage a little higher than the one before.
PLACES: dict[Stage, tuple[int, int]] = {
    Stage.ATTRACTION: (76, 312),
    Stage.CONVERSION: (322, 290),
    Stage.RETENTION: (324, 116),
    Stage.ADVOCACY: (104, 84),
    Stage.LAPSED: (204, 208),
}
SMALLEST, LARGEST = 26, 50
UPPER = 150
WAYS: dict[tuple[Stage, Stage], tuple[str, int, int]] = {
    (Stage.ATTRACTION, Stage.CONVERSION): ("M128 322 Q200 346 270 310", 200, 352),
    (Stage.CONVERSION, Stage.RETENTION): ("M346 240 Q364 204 346 168", 374, 206),
    (Stage.RETENTION, Stage.ADVOCACY): ("M272 104 Q214 72 160 80", 214, 64),
}
UPWARD = "M72 134 Q30 200 58 258"


@dataclass(frozen=True)
class Standing:
    """Who stands where, and who moved."""

    today: date
    stocks: Mapping[str, int]
    moves: Moves


@dataclass(frozen=True)
class Circle:
    """One stage of the picture."""

    stage: str
    label: str
    count: int
    x: int
    y: int
    radius: int

    @property
    def words_at(self) -> int:
        """The name stands below its circle; of the two above, over it, out of the arrows' way."""
        return self.y - self.radius - 9 if self.y < UPPER else self.y + self.radius + 18


@dataclass(frozen=True)
class Way:
    """An arrow, and how many went along it."""

    path: str
    x: int
    y: int
    count: int
    words: str


@dataclass(frozen=True)
class Picture:
    """All of it, as of now."""

    circles: list[Circle]
    ways: list[Way]
    upward: Way
    went_silent: int
    came_back: int
    spiral: str

    @property
    def is_empty(self) -> bool:
        return not any(circle.count for circle in self.circles)

    @property
    def words(self) -> str:
        """For those who do not see it."""
        stocks = [f"{circle.label}: {number(circle.count)}" for circle in self.circles]
        return "; ".join([*stocks, *(way.words for way in self.ways), self.upward.words])


def standing(now: datetime) -> Standing | None:
    """Counted now, in a large shop by the clock beforehand; None while that waits for its first count."""
    if is_large():
        kept = kept_standing()
        return Standing(*kept) if kept else None
    today = timezone.localdate(now)
    return Standing(today, stocks(), moves_since(today.replace(day=1)))


def picture_of(counted: Standing, sent: Figure, k_factor: Figure) -> Picture:
    """From the stocks and moves of the cycle, and what its advocates bring."""
    month = counted.today.replace(day=1)
    moves = {(before, to): count for (on, before, to), count in counted.moves.items() if on == month}
    ways = [_way(before, after, moves) for before, after in WAYS]
    lapsed = Stage.LAPSED.value
    return Picture(
        circles=_circles(counted.stocks),
        ways=ways,
        upward=_upward(sent),
        went_silent=sum(count for (_from, to), count in moves.items() if to == lapsed),
        came_back=sum(count for (before, _to), count in moves.items() if before == lapsed),
        spiral=_spiral(k_factor),
    )


def _circles(stocks: Mapping[str, int]) -> list[Circle]:
    most = max([*stocks.values(), 1])
    return [
        Circle(stage.value, str(stage.label), stocks[stage], *place, _radius(stocks[stage], most))
        for stage, place in PLACES.items()
    ]


def _radius(count: int, most: int) -> int:
    """The area says how many."""
    return SMALLEST + round((LARGEST - SMALLEST) * sqrt(count / most))


def _way(before: Stage, after: Stage, moves: Mapping[tuple[str, str], int]) -> Way:
    path, x, y = WAYS[before, after]
    count = moves.get((before.value, after.value), 0)
    words = _("%(before)s to %(after)s this month: %(count)s") % {
        "before": before.label,
        "after": after.label,
        "count": number(count),
    }
    return Way(path, x, y, count, words)


def _upward(sent: Figure) -> Way:
    count = int(sent.numerator)
    words = ngettext("%d customer was sent by another", "%d customers were sent by others", count) % count
    return Way(UPWARD, 26, 198, count, words)


def _spiral(k_factor: Figure) -> str:
    """Everybody won directly ends as 1 / (1 - K); nothing is said where there are too few."""
    k = k_factor.display.value
    if k is None or k >= 1:
        return ""
    return _("Ten customers we win ourselves become %s, because customers send others.") % number(
        round(10 / (1 - k), 1)
    )
