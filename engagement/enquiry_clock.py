"""The clock of a question: it runs while the door of the place is open. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import median_high

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.opening_hours import OpeningHours, Window
from crm.web.lasting import lasting

AN_HOUR = 60
# A place that never said when it is open answers like most shops do.
USUALLY = dict.fromkeys(range(6), (Window(time(9), time(17)),))
# What is late for longer is told in days of the calendar: nobody counts so many opening hours.
COUNTED = timedelta(days=60)


@dataclass(frozen=True)
class TimeLeft:
    """How long until an answer is due, or since it was; in minutes of open door."""

    minutes: int
    is_late: bool
    working_day: int
    days: int = 0  # of the calendar, where it is late beyond counting

    def __str__(self) -> str:
        if self.days:
            return _("late by %s") % lasting(self.days)
        if not self.minutes:
            return _("due now")
        words = _("late by %s") if self.is_late else _("due in %s")
        return words % in_words(self.minutes, self.working_day)


def in_words(minutes: int, working_day: int) -> str:
    """As people say it: minutes, hours, and from one on in working days."""
    if minutes >= working_day:
        days = minutes // working_day
        return ngettext("%d working day", "%d working days", days) % days
    if minutes < AN_HOUR:
        return _("%d min") % minutes
    hours, rest = divmod(minutes, AN_HOUR)
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest} if rest else _("%d h") % hours


def with_hours(hours: OpeningHours) -> OpeningHours:
    """The same place; with the usual hours where it has none."""
    return hours if any(hours.week.values()) else replace(hours, week=USUALLY)


def working_day(hours: OpeningHours) -> int:
    """As many minutes as the door is open on a usual day of the week."""
    lengths = [_length(windows) for windows in with_hours(hours).week.values() if windows]
    return median_high(lengths) or 1


def answer_due(hours: OpeningHours, since: datetime, within_hours: int | None) -> datetime:
    """When a question has to be answered: after so many opening hours, or after one working day."""
    hours = with_hours(hours)
    minutes = within_hours * AN_HOUR if within_hours else working_day(hours)
    return hours.after_open_minutes(since, minutes) or since + timedelta(minutes=minutes)


def time_left(hours: OpeningHours, due: datetime, now: datetime) -> TimeLeft:
    """Until it is due, or since it was."""
    hours = with_hours(hours)
    if now - due > COUNTED:
        return TimeLeft(0, is_late=True, working_day=1, days=(now - due).days)
    minutes = hours.open_minutes_between(min(now, due), max(now, due))
    return TimeLeft(minutes, is_late=now >= due, working_day=working_day(hours))


def _length(windows: Iterable[Window]) -> int:
    return sum((_at(window.closes) - _at(window.opens)) // timedelta(minutes=1) for window in windows)


def _at(wall: time) -> datetime:
    return datetime.combine(date.min, wall)
