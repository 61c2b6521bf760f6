"""A number with what it is made of, and how sure it is."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from math import inf

from crm.figures.display import Display, Manner, display_of
from metrics.definitions.metric import Metric
from metrics.period import Period


@dataclass(frozen=True)
class Sums:
    """What days add up to: rates are kept as what is divided by what, never as rates.

    `squares` is what each single one adds squared, where it must be known how far they lie apart.
    """

    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    squares: Decimal = Decimal(0)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.squares + other.squares,
        )

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(
            self.numerator - other.numerator,
            self.denominator - other.denominator,
            self.squares - other.squares,
        )


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The value of a metric in a period, in its unit; an end that nobody knows is infinite.

    It can be compared and shown as the figures of `crm.figures` are.
    """

    metric: Metric
    period: Period
    numerator: Decimal
    denominator: Decimal
    value: float | None
    low: float = -inf
    high: float = inf
    as_of: datetime | None = None

    @property
    def n(self) -> int:
        """How many it rests on."""
        return int(self.denominator)

    @property
    def k(self) -> int | None:
        """How many of them, where it is counted in heads."""
        return None if self.metric.is_money else int(self.numerator)

    @cached_property
    def display(self) -> Display:
        """What may be said of it. A total is true however small it is."""
        if not self.metric.is_total:
            return display_of(self)
        low, high = (end if abs(end) < inf else None for end in (self.low, self.high))
        return Display(Manner.FULL, self.n, self.k, self.value, low, high)
