"""Two figures of one kind, and what may be said of their difference. Pure."""

from dataclasses import dataclass

from crm.figures.change import Change
from crm.figures.difference import Difference
from crm.figures.exact import conditional_poisson, fisher
from crm.figures.incidence import Incidence
from crm.figures.limits import Figure
from crm.figures.mean import Mean, MeanDifference
from crm.figures.promoters import PromoterDifference, PromoterScore
from crm.figures.share import FEW, Share
from crm.figures.verdict import Verdict, still_missing, verdict_of
from metrics.definitions import Unit

Counted = Share | PromoterScore | Incidence | Mean


@dataclass(frozen=True)
class Compared:
    """`first` is with it, or since; `second` without it, or before."""

    first: Counted
    second: Counted
    unit: Unit
    up_is_good: bool = True

    @property
    def change(self) -> Figure:
        """By the method that is right for the kind."""
        match self.first, self.second:
            case Share() as one, Share() as other:
                return Difference(one, other)
            case PromoterScore() as one, PromoterScore() as other:
                return PromoterDifference(one, other)
            case Mean() as one, Mean() as other:
                return MeanDifference(one, other)
        return Change(self.first, self.second)

    @property
    def chance(self) -> float | None:
        """Of the exact test, where counts are small or rates compared; None where the interval decides."""
        match self.first, self.second:
            case Share() as one, Share() as other if min(*_cells(one), *_cells(other)) < FEW:
                return fisher(one, other)
            case Incidence() as one, Incidence() as other:
                return conditional_poisson(one, other)
        return None

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.change, up_is_good=self.up_is_good, chance=self.chance)

    @property
    def missing(self) -> int:
        """How many more are needed on the side that can still grow."""
        return still_missing(self.first.n)

    @property
    def is_hopeless(self) -> bool:
        """Too few on the other side, and nobody can add to them."""
        return still_missing(self.second.n) > 0


def _cells(share: Share) -> tuple[int, int]:
    return share.k, share.n - share.k
