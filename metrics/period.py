"""From when to when: both days belong to it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self


class Step(StrEnum):
    """How a trend goes through time. Weeks begin on Mondays."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def begin(self, day: date) -> date:
        """The first day of the step a day lies in."""
        if self == Step.MONTH:
            return day.replace(day=1)
        return day - timedelta(days=day.weekday() if self == Step.WEEK else 0)


@dataclass(frozen=True)
class Period:
    """Days of the shop's calendar. Without a first day it is everything until the last."""

    first: date | None
    last: date

    @classmethod
    def rolling(cls, days: int, last: date) -> Self:
        """So many days, the last one included."""
        return cls(last - timedelta(days=days - 1), last)

    @classmethod
    def until(cls, last: date) -> Self:
        """Everything so far."""
        return cls(None, last)

    @property
    def length(self) -> int | None:
        """How many days; None for everything."""
        return (self.last - self.first).days + 1 if self.first else None

    def earlier(self, days: int) -> "Period":
        """As long, so many days before."""
        first = self.first - timedelta(days=days) if self.first else None
        return Period(first, self.last - timedelta(days=days))

    def before(self) -> "Period | None":
        """The one that ends where this one begins."""
        return self.earlier(self.length) if self.length else None

    def year_before(self) -> "Period":
        """The same weekdays a year ago."""
        return self.earlier(364)

    def steps(self, step: Step) -> list["Period"]:
        """The period in pieces, the last one perhaps not over yet. Everything has no pieces."""
        steps: list[Period] = []
        last = self.last
        while self.first and last >= self.first:
            first = max(step.begin(last), self.first)
            steps.append(Period(first, last))
            last = first - timedelta(days=1)
        return steps[::-1]
