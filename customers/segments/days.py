"""Conditions on the days that stand with a customer, and on those that come again each year."""

from collections.abc import Callable

from django.db.models import F, Q
from django.db.models.functions import ExtractDay, ExtractMonth
from django.db.models.lookups import Exact, In
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.filtering.condition import Words
from customers.filtering.reading import morning_of
from customers.segments.anniversary import COMING, coming_days, falls_on, pairs_ahead
from customers.segments.kind import BOUGHT, CYCLE, PERSON, Answer, Given, Kind, register_kinds
from customers.segments.period import PERIOD, period
from customers.segments.reading import wanted

LABELLED = gettext_lazy("%(label)s: %(said)s")


def _day_of(column: str, label: Words, *, is_day: bool = False) -> Callable[[Given], Answer]:
    def read(given: Given) -> Answer:
        when = wanted(period(given) or None, _("When?"))
        said = str(LABELLED) % {"label": label, "said": when.said}
        return Answer(when.given, said, when.of(column, is_day=is_day))

    return read


def _birthday(given: Given) -> Answer:
    days, said = coming_days(given)
    meaning = falls_on(pairs_ahead(days), "birth_month", "birth_day")
    return Answer({"days": [str(days)]}, _("has a birthday %s") % said, meaning)


def _first_purchase_again(given: Given) -> Answer:
    """The day of their first purchase in another year."""
    days, said = coming_days(given)
    today, meaning = timezone.localdate(), Q(pk__in=[])
    month, day = ExtractMonth("first_purchase_at"), ExtractDay("first_purchase_at")
    pairs = pairs_ahead(days, today)
    for number in sorted({month_ for month_, _day in pairs}):
        fitting = [day_ for month_, day_ in pairs if month_ == number]
        meaning |= Q(Exact(month, number)) & Q(In(day, fitting))
    meaning &= Q(first_purchase_at__lt=morning_of(today))
    return Answer(
        {"days": [str(days)]}, _("first bought in another year on a day that comes %s") % said, meaning
    )


def _late(given: Given) -> Answer:
    """Silent for longer than is usual for them (as Today counts it)."""
    silent = Q(buying_days__gte=2, last_seen_at__date__lt=F("overdue_on"))
    return Answer({}, _("late by their own rhythm"), Q(overdue_on__lte=timezone.localdate()) & silent)


DAYS = (
    ("last_purchase", gettext_lazy("Last purchase"), "last_purchase_at", BOUGHT),
    ("first_purchase", gettext_lazy("First purchase"), "first_purchase_at", BOUGHT),
    ("last_seen", gettext_lazy("Last seen"), "last_seen_at", CYCLE),
    ("known_since", gettext_lazy("Known to us"), "created_at", PERSON),
)
register_kinds(
    Kind(key, label, section, _day_of(column, label), PERIOD) for key, label, column, section in DAYS
)
SINCE = gettext_lazy("In this stage")
register_kinds(
    [
        Kind("stage_since", SINCE, CYCLE, _day_of("stage_since", SINCE, is_day=True), PERIOD),
        Kind("birthday", gettext_lazy("Birthday comes"), PERSON, _birthday, (COMING,)),
        Kind(
            "first_purchase_again",
            gettext_lazy("Day of the first purchase comes again"),
            BOUGHT,
            _first_purchase_again,
            (COMING,),
        ),
        Kind("late", gettext_lazy("Late by their own rhythm"), CYCLE, _late),
    ]
)
