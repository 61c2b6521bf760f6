"""The cycle in numbers: how many stand where, and how many moved in each month."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from crm.figures.share import Share
from customers.cycle_people import Step, five_steps, only_known
from customers.models import Customer, Stage, StageChange

MONTHS = 12
Moves = Counter[tuple[date, str, str]]  # (first of the month, from, to): how many


@dataclass(frozen=True)
class Cell:
    """How many in one month."""

    month: date
    count: int


@dataclass(frozen=True)
class Flow:
    """One way from stage to stage, month by month."""

    from_stage: str
    to_stage: str
    cells: list[Cell]

    @property
    def words(self) -> str:
        """Attraction → Conversion."""
        to_label = Stage(self.to_stage).label
        if not self.from_stage:
            return _("New: %(stage)s") % {"stage": to_label}
        return f"{Stage(self.from_stage).label} → {to_label}"


@dataclass(frozen=True)
class Stock:
    """How many stood in one stage at the end of each month; this month counts until today."""

    stage: str
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class CountedStep:
    """One of the five steps with its k and n."""

    step: Step
    share: Share


def stocks() -> dict[str, int]:
    """How many stand in each stage today."""
    counted = Customer.objects.order_by().values_list("stage").annotate(count=Count("pk"))
    return dict.fromkeys(Stage.values, 0) | dict(counted)


def last_months(today: date, count: int = MONTHS) -> list[date]:
    """The first days of the last months, this one last."""
    numbers = range(today.year * 12 + today.month - count, today.year * 12 + today.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def moves_since(first: date) -> Moves:
    """Every change since this day, by month; becoming known is a change from nowhere."""
    changed = StageChange.objects.filter(effective_on__gte=first).annotate(month=TruncMonth("effective_on"))
    known = Customer.objects.filter(only_known(), stage_since__gte=first)
    met = known.annotate(month=TruncMonth("stage_since")).order_by().values_list("month")
    moves: Moves = Counter()
    for month, before, after, count in (
        changed.order_by().values_list("month", "from_stage", "to_stage").annotate(count=Count("pk"))
    ):
        moves[month, before, after] += count
    for month, count in met.annotate(count=Count("pk")):
        moves[month, "", Stage.ATTRACTION.value] += count
    return moves


def flows_of(moves: Moves, months: list[date]) -> list[Flow]:
    """The ways people took, in the order of the cycle."""
    order = ["", *Stage.values]
    ways = sorted(
        {(before, after) for _month, before, after in moves}, key=lambda way: list(map(order.index, way))
    )
    return [
        Flow(before, after, [Cell(month, moves[month, before, after]) for month in months])
        for before, after in ways
    ]


def stocks_of(now: dict[str, int], moves: Moves, months: list[date]) -> list[Stock]:
    """Stocks at the end of each month, counted back from today's by what moved since."""
    ends: dict[date, dict[str, int]] = {}
    standing = dict(now)
    for month in sorted(months, reverse=True):
        ends[month] = dict(standing)
        for (moved_in, before, after), count in moves.items():
            if moved_in == month:
                standing[after] -= count
                if before:
                    standing[before] += count
    return [
        Stock(stage.value, str(stage.label), [Cell(month, ends[month][stage]) for month in months])
        for stage in Stage
    ]


def count_steps(today: date) -> list[CountedStep]:
    """The five steps with their numbers."""
    return [CountedStep(step, Share(step.did.count(), step.could.count())) for step in five_steps(today)]


def end_of(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])
