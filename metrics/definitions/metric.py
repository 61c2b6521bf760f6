"""What a number means: said once, and shown wherever the number is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

from crm.figures.share import FEW
from metrics.definitions.noun import Noun
from metrics.period import Period

Words = str | Promise


class Unit(StrEnum):
    """What is counted, and so how it is written."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"  # a part of one, shown in percent
    PER_HUNDRED = "per_hundred"
    POINTS = "points"  # -100 to 100, never percent
    STARS = "stars"
    HOURS = "hours"
    DAYS = "days"


class Interval(StrEnum):
    """How the ends of the 95 % interval are computed."""

    NONE = "none"
    WILSON = "wilson"
    ADJUSTED_WALD = "adjusted_wald"
    POISSON = "poisson"
    BOOTSTRAP = "bootstrap"
    ORDER_STATISTIC = "order_statistic"
    MEAN = "mean"


class Good(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Span(StrEnum):
    """How the days of a period come together."""

    FLOW = "flow"  # what happened on the days of the period
    STOCK = "stock"  # how things stand at the end of the last day
    COHORT = "cohort"  # what became of those who began so many days before the period
    ROWS = "rows"  # not counted by the day: looked up case by case, such as a median


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One number the shop is steered by.

    `rows` names the daily sums it is made of, where that is not its own slug; `over` those whose numerators
    are its denominator.
    """

    slug: str
    name: Words
    unit: Unit
    formula: Words
    numerator: Noun
    denominator: Noun
    source: str
    window: Words
    exclusions: Words
    interval: Interval = Interval.WILSON
    good: Good = Good.UP
    span: Span = Span.FLOW
    days: int = 90  # the usual period; for a cohort, also how old it must be
    minimum: int = FEW
    rows: str = ""
    over: str = ""
    by_place: bool = True
    by_channel: bool = True
    people: Words = ""  # who is on its list of people
    is_total: bool = False  # the numerator is the figure; nothing is divided

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_money(self) -> bool:
        return self.unit == Unit.MONEY

    @property
    def stored(self) -> str:
        """Under which name its daily rows are kept."""
        return self.rows or self.slug

    def days_of(self, period: Period) -> tuple[date | None, date]:
        """From which day until which the sums of this period are."""
        asked = period.earlier(self.days) if self.span == Span.COHORT else period
        return (None if self.span == Span.STOCK else asked.first), asked.last

    @property
    def usual_days(self) -> int:
        """How many days it is shown for when nobody asked for anything else.

        Of those whose time is up there are few in one span: two of them.
        """
        return self.days * (2 if self.span == Span.COHORT else 1)

    def period(self, last: date, days: int | None = None) -> Period:
        """The one rule of pages, letter and programs: so many days until the last, or as many as usual."""
        if self.span == Span.STOCK:
            return Period.until(last)
        return Period.rolling(days or self.usual_days, last)

    def whole_past(self, last: date) -> Period:
        """For what tells of the whole past, as `manage.py metrics` does: every cohort there ever was."""
        return Period.until(last) if self.span == Span.COHORT else self.period(last)
