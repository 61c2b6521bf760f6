"""Days that come again each year, whatever the year was."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers.reason_words import LEAP_DAY
from customers.segments.kind import Given, Input
from customers.segments.reading import number, wanted

A_YEAR = 365
COMING = Input("days", gettext_lazy("Within the next … days"), "number")
A_DAY = timedelta(days=1)


def coming_days(given: Given) -> tuple[int, str]:
    """How many days ahead, and in words. Raises NotUnderstood."""
    days = wanted(number(given, "days", most=A_YEAR), _("How many days ahead?"))
    if days == 0:
        return 0, _("today")
    return days, ngettext("within the next %d day", "within the next %d days", days) % days


def pairs_ahead(days: int, today: date | None = None) -> list[tuple[int, int]]:
    """(month, day) of today and so many days more; in years without one the leap day is kept on the 28th."""
    first = today or timezone.localdate()
    dates = [first + ahead * A_DAY for ahead in range(days + 1)]
    pairs = {(each.month, each.day) for each in dates}
    if any((each.month, each.day) == (2, 28) and (each + A_DAY).month == 3 for each in dates):
        pairs.add(LEAP_DAY)
    return sorted(pairs)


def falls_on(pairs: list[tuple[int, int]], month: str, day: str) -> Q:
    """A month and a day in two columns that are among these; one question for each month."""
    question = Q(pk__in=[])
    for number_ in sorted({month_ for month_, _day in pairs}):
        days = [day_ for month_, day_ in pairs if month_ == number_]
        question |= Q(**{month: number_, f"{day}__in": days})
    return question
