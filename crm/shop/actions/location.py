"""Places, their week and the days that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Closure, Location, OpeningWindow, User
from crm.shop.opening_hours import Window
from crm.shop.stale import SomebodyWasFaster, changed_fields, state_of

Week = Mapping[int, Sequence[Window]]


@dataclass(frozen=True)
class Place:
    """What the page of a location may change, without its hours."""

    name: str
    address: str
    keeps_public_holidays: bool
    holiday_region: str


@dataclass(frozen=True)
class DaysOff:
    """Days that differ from the week; without hours the door stays shut."""

    first_day: date
    last_day: date
    reason: str = ""
    opens: time | None = None
    closes: time | None = None


class DaysOverlap(ValueError):
    """Other days that differ are noted for some of these days already."""

    def __init__(self, closure: Closure) -> None:
        super().__init__(str(closure))
        self.closure = closure


SHOWN = tuple(field.name for field in fields(Place))


def week_of(location: Location) -> dict[int, list[Window]]:
    """The stored hours of each weekday."""
    week: dict[int, list[Window]] = {day: [] for day in range(7)}
    for window in location.windows.all():
        week[window.weekday].append(Window(window.opens, window.closes))
    return week


def state_of_location(location: Location) -> str:
    """What the form has seen of this place and its week."""
    week = sorted((day, str(window)) for day, windows in week_of(location).items() for window in windows)
    return state_of(location, SHOWN, week)


@transaction.atomic
def add_location(place: Place, week: Week, *, by: User) -> Location:
    """Open another place; the same name twice is the same place."""
    location, is_new = Location.objects.get_or_create(name=place.name, defaults=asdict(place))
    if is_new:
        _write_week(location, week)
        audit.record("location.added", location, by=by)
    return location


@transaction.atomic
def edit_location(location: Location, place: Place, week: Week, *, state: str, by: User) -> Location:
    """Change a place and its week.

    Raises SomebodyWasFaster.
    """
    location = Location.objects.select_for_update().get(pk=location.pk)
    changed = changed_fields(location, asdict(place))
    has_new_week = _plain(week) != _plain(week_of(location))
    if not changed and not has_new_week:
        return location
    if state != state_of_location(location):
        raise SomebodyWasFaster
    for name in changed:
        setattr(location, name, getattr(place, name))
    if changed:
        location.save(update_fields=changed)
    if has_new_week:
        _write_week(location, week)
    audit.record("location.edited", location, by=by, fields=[*changed, *(["hours"] if has_new_week else [])])
    return location


@transaction.atomic
def close_location(location: Location, *, by: User) -> None:
    """This place is given up; what happened there stays."""
    if Location.objects.filter(pk=location.pk, closed_at=None).update(closed_at=timezone.now()):
        audit.record("location.closed", location, by=by)


@transaction.atomic
def reopen_location(location: Location, *, by: User) -> None:
    """This place is back."""
    if Location.objects.filter(pk=location.pk, closed_at__isnull=False).update(closed_at=None):
        audit.record("location.reopened", location, by=by)


@transaction.atomic
def add_closure(location: Location, days: DaysOff, *, by: User) -> Closure:
    """Note days that differ; the same days twice are noted once.

    Raises DaysOverlap.
    """
    Location.objects.select_for_update().get(pk=location.pk)
    if same := Closure.objects.filter(location=location, **asdict(days)).first():
        return same
    if other := _in_the_way(location, days):
        raise DaysOverlap(other)
    closure = Closure.objects.create(location=location, **asdict(days))
    audit.record("location.closure_added", location, by=by)
    return closure


def _in_the_way(location: Location, days: DaysOff) -> Closure | None:
    """A closure of the same days; a second pair of hours on them is welcome."""
    others = Closure.objects.filter(
        location=location, first_day__lte=days.last_day, last_day__gte=days.first_day
    )
    if days.opens:
        others = others.exclude(closes__lte=days.opens).exclude(opens__gte=days.closes)
    return others.first()


@transaction.atomic
def remove_closure(location: Location, closure_id: int, *, by: User) -> None:
    """Take such days back."""
    deleted, _details = Closure.objects.filter(pk=closure_id, location=location).delete()
    if deleted:
        audit.record("location.closure_removed", location, by=by)


def _plain(week: Week) -> dict[int, list[Window]]:
    return {day: sorted(windows) for day, windows in week.items() if windows}


def _write_week(location: Location, week: Week) -> None:
    location.windows.all().delete()
    OpeningWindow.objects.bulk_create(
        OpeningWindow(location=location, weekday=day, opens=window.opens, closes=window.closes)
        for day, windows in week.items()
        for window in windows
    )
