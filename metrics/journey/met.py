"""The touch points with their figures, and where to look first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext_lazy as _

from metrics.definitions.metric import Words
from metrics.goals.in_force import GoalsInForce
from metrics.journey.touch_points import TOUCH_POINTS, TouchPoint
from metrics.reading import Reading
from metrics.shown import Shown

TOP = 100.0


class Urgency(IntEnum):
    """Why one stands before another."""

    MISSES_TARGET = 0
    GOT_WORSE = 1
    AS_IT_IS = 2
    TOO_FEW = 3


WHY: dict[Urgency, Words] = {
    Urgency.MISSES_TARGET: _("Below what you want."),
    Urgency.GOT_WORSE: _("Clearly worse than before."),
    Urgency.AS_IT_IS: "",
    Urgency.TOO_FEW: _("Too few to say how it goes here."),
}


@dataclass(frozen=True)
class Met:
    """One touch point, for somebody who looks at it."""

    point: TouchPoint
    score: Shown
    numbers: list[Shown]

    @property
    def urgency(self) -> Urgency:
        """What the shop wants comes before how it was, and how it was before the bare figure."""
        if not self.score.has_value:
            return Urgency.TOO_FEW
        if any(aim.tone == "bad" for aim in self.score.aims):
            return Urgency.MISSES_TARGET
        return Urgency.GOT_WORSE if self.score.reading.tone == "bad" else Urgency.AS_IT_IS

    @property
    def why(self) -> Words:
        return WHY[self.urgency]

    @property
    def place(self) -> float:
        """Where the score stands between the worst (0) and the best (100) there is."""
        band = self.score.band
        return band.at if band and self.point.has_scale else TOP


def met_at(readings: Mapping[str, Reading], goals: GoalsInForce) -> list[Met]:
    """All of them, in the order in which customers come by."""
    return [
        Met(
            point,
            goals.shown(point.score, readings[point.score]),
            [goals.shown(slug, readings[slug]) for slug in point.numbers],
        )
        for point in TOUCH_POINTS
    ]


def worst_first(met: Iterable[Met]) -> list[Met]:
    """Where most is to be won; of those alike, the earlier one."""
    return sorted(met, key=lambda each: (each.urgency, each.place))
