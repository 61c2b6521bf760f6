"""When: relative to today, on fixed days, or the calendar's months and years."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers.cleaning import NotUnderstood
from customers.filtering.reading import MOST_DAYS, day, morning_of
from customers.segments.kind import Given, Input
from customers.segments.reading import chosen, number, one

A_DAY = timedelta(days=1)
IN_DAYS = {"within", "ago"}
ON_DAYS = {"since", "before"}
WHEN = (
    ("within", gettext_lazy("within the last … days")),
    ("ago", gettext_lazy("more than … days ago")),
    ("since", gettext_lazy("on this day or later")),
    ("before", gettext_lazy("before this day")),
    ("this_month", gettext_lazy("this month")),
    ("last_month", gettext_lazy("last month")),
    ("this_year", gettext_lazy("this year")),
    ("last_year", gettext_lazy("last year")),
)
PERIOD = (
    Input("when", gettext_lazy("When"), "pick", lambda: WHEN),
    Input("days", gettext_lazy("How many days"), "number"),
    Input("on", gettext_lazy("Which day"), "day"),
)


@dataclass(frozen=True)
class Period:
    """From a day until before another; either may be open. `said` is empty when it is always."""

    start: date | None = None
    end: date | None = None
    said: str = ""
    given: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.given)

    def of(self, name: str, *, is_day: bool = False) -> Q:
        """A moment (or a day) that lies in it."""
        edges = {f"{name}__gte": self.start, f"{name}__lt": self.end}
        asked: dict[str, Any] = {
            key: edge if is_day else morning_of(edge) for key, edge in edges.items() if edge
        }
        return Q(**asked)


def period(given: Given) -> Period:
    """Read a stretch of time; nothing given means always. Raises NotUnderstood."""
    when = next(iter(chosen(given, "when", WHEN)), "")
    one(given, "when")
    if not when:
        _refuse_days_without_when(given)
        return Period()
    if when in IN_DAYS:
        return _in_days(when, given)
    if when in ON_DAYS:
        return _on_days(when, given)
    start, end = _calendar(when, timezone.localdate())
    return Period(start, end, str(dict(WHEN)[when]), {"when": [when]})


def _refuse_days_without_when(given: Given) -> None:
    """Taken as always, the days that somebody typed would count for nothing, and nobody would see it."""
    if one(given, "days") or one(given, "on"):
        sentence = _("Choose a “When”, or empty the days: without it they count for nothing.")
        raise NotUnderstood(sentence, box="when")


def _in_days(when: str, given: Given) -> Period:
    days = number(given, "days", most=MOST_DAYS)
    if days is None:
        raise NotUnderstood(_("How many days?"), box="days")
    edge = timezone.localdate() - timedelta(days=days)
    kept = {"when": [when], "days": [str(days)]}
    if when == "within":
        said = ngettext("within the last %d day", "within the last %d days", days) % days
        return Period(edge, None, said, kept)
    return Period(None, edge, ngettext("more than %d day ago", "more than %d days ago", days) % days, kept)


def _on_days(when: str, given: Given) -> Period:
    typed = one(given, "on")
    if not typed:
        raise NotUnderstood(_("Which day?"), box="on")
    on = day(typed)
    kept, words = {"when": [when], "on": [on.isoformat()]}, date_format(on, "SHORT_DATE_FORMAT")
    if when == "since":
        return Period(on, None, _("on %s or later") % words, kept)
    return Period(None, on, _("before %s") % words, kept)


def _calendar(when: str, today: date) -> tuple[date, date]:
    this_month, this_year = today.replace(day=1), today.replace(month=1, day=1)
    if when == "this_month":
        return this_month, (this_month + 31 * A_DAY).replace(day=1)
    if when == "last_month":
        return (this_month - A_DAY).replace(day=1), this_month
    if when == "this_year":
        return this_year, this_year.replace(year=today.year + 1)
    return this_year.replace(year=today.year - 1), this_year


def always(period_: Period) -> str:
    """The words of a stretch of time, or that it is any."""
    return period_.said or _("at any time")
