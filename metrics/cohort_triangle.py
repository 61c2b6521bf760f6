"""Cohorts as a triangle: those who first bought in a month, and how many of them in each month after."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from crm.figures.display import Manner, manner_of
from crm.figures.share import Share
from metrics.models import CohortMonth

SHOWN = 13  # the month itself and a year
# From so many on a cell is coloured; fewer jump about.
ENOUGH = 20
DEEPEST = 4


@dataclass(frozen=True)
class Cell:
    """How many of a cohort bought in one month; a month that is not over yet counts, but only so far."""

    share: Share
    is_over: bool

    @property
    def shows_share(self) -> bool:
        """Too few are shown as counts."""
        return manner_of(self.share.n) not in {Manner.NO_DATA, Manner.COUNTS_ONLY}

    @property
    def depth(self) -> int:
        """How dark the cell is, 0 to 4: by quarters, from a quarter of one on."""
        if self.share.n < ENOUGH or not self.is_over or self.share.rate is None:
            return 0
        return min(DEEPEST, int(self.share.rate * 2 * DEEPEST) + 1) if self.share.k else 0


@dataclass(frozen=True)
class Cohort:
    """One line of the triangle; months that have not come stay blank."""

    month: date
    size: int
    sales: float
    cells: list[Cell | None]


def months_between(first: date, last: date) -> int:
    """Whole calendar months from one first of a month to another."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_after(first: date, count: int) -> date:
    """The first of the month so many months later."""
    number = first.year * 12 + first.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def triangle(today: date) -> list[Cohort]:
    """The last cohorts, the newest first; purchases entered for days to come are left out."""
    this_month = today.replace(day=1)
    begin = month_after(this_month, 1 - SHOWN)
    rows = CohortMonth.objects.filter(cohort__gte=begin, cohort__lte=this_month, month__lte=this_month)
    found: dict[date, dict[int, CohortMonth]] = defaultdict(dict)
    for row in rows:
        found[row.cohort][months_between(row.cohort, row.month)] = row
    return [_line(cohort, found[cohort], this_month) for cohort in sorted(found, reverse=True)]


def _line(cohort: date, rows: dict[int, CohortMonth], this_month: date) -> Cohort:
    age = months_between(cohort, this_month)
    size = rows[0].customers if 0 in rows else 0
    cells: list[Cell | None] = [
        Cell(Share(rows[number].customers if number in rows else 0, size), number < age)
        if number <= age
        else None
        for number in range(SHOWN)
    ]
    return Cohort(cohort, size, float(sum(row.sales for row in rows.values())), cells)
