"""The picture of frequency and impact: a bubble a theme, as large as what is spent. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from feedback.priority import Priority

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 52, 588, 40, 340  # where the middles of bubbles may be
SMALLEST, LARGEST = 9, 32


@dataclass(frozen=True)
class Bubble:
    """Where one theme stands, in whole steps of the drawing."""

    rank: int
    name: str
    x: int
    y: int
    radius: int


def draw(ranked: Sequence[tuple[int, str, Priority]]) -> list[Bubble]:
    """To the right what touches many, on top what hurts; the large ones first, so that none hides another."""
    most = max((each.customers for _rank, _name, each in ranked), default=0) or 1
    worst = max((each.impact for _rank, _name, each in ranked), default=0.0) or 1.0
    richest = max((each.spend for _rank, _name, each in ranked), default=Decimal(0)) or Decimal(1)
    bubbles = [
        Bubble(
            rank,
            name,
            x=round(LEFT + (RIGHT - LEFT) * each.customers / most),
            y=round(BOTTOM - (BOTTOM - TOP) * each.impact / worst),
            radius=_radius(each.spend, richest),
        )
        for rank, name, each in ranked
    ]
    return sorted(bubbles, key=lambda each: (-each.radius, each.rank))


def _radius(spend: Decimal, richest: Decimal) -> int:
    """So that the area, and not the width, tells the money."""
    width: float = math.sqrt(max(spend, Decimal(0)) / richest)
    return round(SMALLEST + (LARGEST - SMALLEST) * width)
