"""How much a matter weighs: how many it touches, times how much it hurts them. Pure.

    priority = customers (shrunk) x severity x score gap (shrunk) x recency / effort

What rests on few customers or few scores is drawn towards nothing, by n / (n + 10): two angry people are
not yet a pattern.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import fmean

FEW = 5  # customers; fewer are not ranked
SHRUNK_BY = 10
HALF_LIFE = 30  # days: a remark that old counts half


@dataclass(frozen=True)
class Priority:
    """What is known of a theme or an improvement, and what it comes to."""

    texts: int = 0
    customers: int = 0  # each once
    severity: float = 1.0  # 1 to 4
    gap: float | None = None  # score of everybody else less that of those who mention it; None: no scores
    scored: int = 0  # how many of those who mention it gave a score
    recency: float = 1.0
    spend: Decimal = Decimal(0)  # of these customers in twelve months, each once
    effort: int | None = None  # None: nobody has said

    @property
    def is_few(self) -> bool:
        """Too few to rank by."""
        return self.customers < FEW

    @property
    def frequency(self) -> float:
        return self.customers * _share(self.customers)

    @property
    def score_gap(self) -> float:
        """Only what speaks against us: happier people than others give no reason to hurry."""
        return max(self.gap or 0.0, 0.0) * _share(self.scored)

    @property
    def impact(self) -> float:
        return self.severity * self.score_gap

    @property
    def weight(self) -> float:
        """Without the work it is; nothing for those with too few."""
        return 0.0 if self.is_few else self.frequency * self.impact * self.recency

    @property
    def priority(self) -> float:
        """For each step of work."""
        return self.weight / (self.effort or 1)

    def with_effort(self, effort: int | None) -> "Priority":
        """The same for so much work."""
        return replace(self, effort=effort)


def recency_of(days: Iterable[date], on: date) -> float:
    """How fresh the remarks are on the whole: 1 for all of today, a half for all of a month ago."""
    ages = [max((on - day).days, 0) for day in days]
    return fmean(0.5 ** (age / HALF_LIFE) for age in ages) if ages else 0.0


def gap_between(theirs: Collection[float], others: Collection[float]) -> float | None:
    """By how much everybody else scores higher; None where one side has said nothing."""
    return fmean(others) - fmean(theirs) if theirs and others else None


def _share(count: int) -> float:
    return count / (count + SHRUNK_BY)
