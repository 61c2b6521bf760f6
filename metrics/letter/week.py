"""The week a letter looks back on: the seven days before its Monday."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from metrics.lens import Lens
from metrics.period import Period

DAYS = 7


@dataclass(frozen=True)
class Week:
    """Named by the Monday on which it is written about."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Self:
        """The letter of the week a day lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @property
    def period(self) -> Period:
        """From Monday to Sunday."""
        return Period.rolling(DAYS, self.monday - timedelta(days=1))

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=DAYS))

    def lens(self, days: int | None = None) -> Lens:
        """As things stood when it was over."""
        return Lens(last=self.period.last, today=self.monday, days=days)
