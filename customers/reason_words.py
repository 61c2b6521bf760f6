"""Why somebody stands on Today, in one sentence; pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.web.lasting import lasting
from customers.kinds import CALL, MESSAGE, NOTE, THANK_YOU, Kind
from customers.models import Customer

A_WEEK = 7
A_DAY = timedelta(days=1)
LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class ReasonKind:
    """One kind of reason: what its section is called, and the line that acting on it writes."""

    key: str
    title: str | Promise
    icon: str
    deed: str | Promise  # on the button
    done: str | Promise  # afterwards
    kind: Kind
    text: str | Promise


BIRTHDAY = ReasonKind(
    "birthday",
    gettext_lazy("Birthdays this week"),
    "cake",
    gettext_lazy("Congratulate"),
    gettext_lazy("Congratulated, and noted on the timeline."),
    NOTE,
    gettext_lazy("Wished a happy birthday."),
)
OVERDUE = ReasonKind(
    "overdue",
    gettext_lazy("Away longer than usual"),
    "hourglass",
    gettext_lazy("Log a call"),
    gettext_lazy("Logged on the timeline."),
    CALL,
    gettext_lazy("Rang because they had not been in for a while."),
)
UNTHANKED = ReasonKind(
    "unthanked",
    gettext_lazy("Bought, and not thanked yet"),
    "hand-heart",
    gettext_lazy("Thank"),
    gettext_lazy("Thank-you logged on the timeline."),
    THANK_YOU,
    "",
)
# Whoever has no phone cannot be rung.
OVERDUE_UNREACHED = replace(
    OVERDUE,
    deed=gettext_lazy("Log a message"),
    kind=MESSAGE,
    text=gettext_lazy("Wrote because they had not been in for a while."),
)
WAYS = {OVERDUE.key: (OVERDUE, OVERDUE_UNREACHED)}
REASONS = {reason.key: reason for reason in (OVERDUE, BIRTHDAY, UNTHANKED)}


def way_of(reason: ReasonKind, phone: str | None) -> ReasonKind:
    """The reason with the deed that is possible for somebody with this phone, or without any."""
    return OVERDUE_UNREACHED if reason.key == OVERDUE.key and not phone else reason


def ways_of(reason: ReasonKind) -> tuple[ReasonKind, ...]:
    """Every deed that may have been done about a reason."""
    return WAYS.get(reason.key, (reason,))


def sentence(customer: Customer, key: str, today: date) -> str:
    """Why this customer, why now."""
    words = {"birthday": _birthday_words, "overdue": _overdue_words, "unthanked": _unthanked_words}
    return words[key](customer, today)


def week_from(today: date) -> list[tuple[int, int]]:
    """(month, day) of the seven days from today; who was born on a leap day has the day before."""
    days = [today + number * A_DAY for number in range(A_WEEK)]
    pairs = [(day.month, day.day) for day in days]
    if (2, 28) in pairs and LEAP_DAY not in pairs and not _has_leap_day(days[pairs.index((2, 28))].year):
        pairs.insert(pairs.index((2, 28)) + 1, LEAP_DAY)
    return pairs


def birthday_from(customer: Customer, today: date) -> date | None:
    """The day on which they have their next birthday."""
    for year in (today.year, today.year + 1):
        day = _day_in(year, customer.birth_month or 0, customer.birth_day or 0)
        if day is None or day >= today:
            return day
    return None


def _has_leap_day(year: int) -> bool:
    return (date(year, 3, 1) - A_DAY).day == 29


def _day_in(year: int, month: int, day: int) -> date | None:
    if (month, day) == LEAP_DAY and not _has_leap_day(year):
        day = 28
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _birthday_words(customer: Customer, today: date) -> str:
    day = birthday_from(customer, today)
    if day is None or day == today:
        return _("Has a birthday today.")
    if day == today + A_DAY:
        return _("Has a birthday tomorrow.")
    return _("Has a birthday on %(day)s.") % {"day": date_format(day, "l j F")}


def _overdue_words(customer: Customer, today: date) -> str:
    if customer.last_purchase_at is None or customer.expected_next_on is None:
        return ""
    last = timezone.localdate(customer.last_purchase_at)
    gap, away = (customer.expected_next_on - last).days, (today - last).days
    words = (
        _("Usually comes every %(gap)s, now away for %(away)s.")
        if gap > 1
        else _("Usually comes every day, now away for %(away)s.")
    )
    return words % {"gap": lasting(gap), "away": lasting(away)}


def _unthanked_words(customer: Customer, today: date) -> str:
    if customer.last_purchase_at is None:
        return ""
    day = date_format(timezone.localdate(customer.last_purchase_at), "l j F")
    if customer.purchase_count == 1:
        return _("Bought for the first time on %(day)s; no thank-you yet.") % {"day": day}
    return _("Bought on %(day)s; no thank-you lately.") % {"day": day}
