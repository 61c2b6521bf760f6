"""Places, their hours and their calendar."""

import calendar
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.location import (
    SHOWN,
    DaysOverlap,
    add_closure,
    add_location,
    close_location,
    edit_location,
    remove_closure,
    reopen_location,
    state_of_location,
    week_of,
)
from crm.shop.forms.location import ClosureForm, LocationForm
from crm.shop.guards import StaffRequest, require
from crm.shop.location_calendar import opening_hours_of
from crm.shop.models import Closure, Location
from crm.shop.opening_hours import format_windows
from crm.shop.permissions import Permission
from crm.shop.stale import SomebodyWasFaster, with_state
from crm.web.answers import form_again, page_or_fragment
from crm.web.paging import keyset_page

EDIT = "shop/location_edit.html"
CALENDAR = "shop/location_calendar.html"


@require(Permission.LOCATION_EDIT)
@require_safe
def location_list(request: StaffRequest) -> HttpResponse:
    """Every place, with its week."""
    places = Location.objects.prefetch_related("windows")
    page = keyset_page(places, order=("name", "pk"), after=request.GET.get("after"))
    rows = [(place, _week_in_words(place) if place.windows.all() else []) for place in page.rows]
    return page_or_fragment(request, "shop/location_list.html", {"page": page, "rows": rows}, fragment="rows")


def _week_in_words(place: Location) -> list[tuple[int, str]]:
    return [(day, format_windows(windows)) for day, windows in week_of(place).items()]


@require(Permission.LOCATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def location_add(request: StaffRequest) -> HttpResponse:
    """Another place."""
    form = LocationForm(request.POST or None, country=request.shop.country)
    if request.method != "POST":
        return render(request, EDIT, {"form": form, "location": None})
    if not form.is_valid():
        return form_again(request, EDIT, {"form": form, "location": None})
    location = add_location(form.place(), form.week(), by=request.user)
    return _saved(request, location)


@require(Permission.LOCATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def location_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A place and its week."""
    location = get_object_or_404(Location, pk=pk)
    country = request.shop.country
    if request.method != "POST":
        form = LocationForm(initial=_shown(location), country=country, location=location)
        return render(request, EDIT, {"form": form, "location": location})
    form = LocationForm(request.POST, country=country, location=location)
    if not form.is_valid():
        return form_again(request, EDIT, {"form": form, "location": location})
    try:
        edit_location(location, form.place(), form.week(), state=form.cleaned_data["state"], by=request.user)
    except SomebodyWasFaster:
        return _again_with_news(request, location)
    return _saved(request, location)


def _saved(request: StaffRequest, location: Location) -> HttpResponse:
    messages.success(request, _("%(name)s was saved.") % {"name": location.name})
    return redirect("shop:location_calendar", location.pk)


def _again_with_news(request: StaffRequest, location: Location) -> HttpResponse:
    location.refresh_from_db()
    typed = with_state(request.POST, state_of_location(location))
    form = LocationForm(typed, country=request.shop.country, location=location)
    now = _shown(location)
    differs = [(field.label, now[field.name]) for field in form if str(now[field.name]) != str(field.value())]
    context = {"form": form, "location": location, "differs": differs}
    return render(request, EDIT, context, status=409)


def _shown(location: Location) -> dict[str, Any]:
    hours = {f"hours_{day}": format_windows(windows) for day, windows in week_of(location).items()}
    return {name: getattr(location, name) for name in SHOWN} | hours | {"state": state_of_location(location)}


@require(Permission.LOCATION_EDIT)
@require_POST
def location_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a place up."""
    close_location(get_object_or_404(Location, pk=pk), by=request.user)
    return redirect("shop:location_list")


@require(Permission.LOCATION_EDIT)
@require_POST
def location_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a place again."""
    reopen_location(get_object_or_404(Location, pk=pk), by=request.user)
    return redirect("shop:location_list")


@require(Permission.LOCATION_EDIT)
@require_safe
def location_calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """A month as customers find it: hours, closures, holidays."""
    location = get_object_or_404(Location, pk=pk)
    return render(request, CALENDAR, _month_of(request, location) | {"form": ClosureForm()})


def _month_of(request: StaffRequest, location: Location) -> dict[str, Any]:
    first = _asked_month(request.GET.get("month", ""))
    hours = opening_hours_of(location, request.shop)
    weeks = [
        [(day, format_windows(hours.windows_on(day)), hours.reason_on(day)) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return {
        "location": location,
        "first": first,
        "weeks": weeks,
        "today": timezone.localdate(),
        "previous": first - timedelta(days=1),
        "following": first + timedelta(days=31),
        "closures": location.closures.upcoming(timezone.localdate())[:100],
    }


def _asked_month(text: str) -> date:
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = timezone.localdate()
    return asked.replace(year=min(max(asked.year, 2000), 2100), day=1)


@require(Permission.LOCATION_EDIT)
@require_POST
def closure_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Note days on which the door stays shut, or opens at other hours."""
    location = get_object_or_404(Location, pk=pk)
    form = ClosureForm(request.POST)
    if not form.is_valid():
        return form_again(request, CALENDAR, _month_of(request, location) | {"form": form})
    try:
        closure = add_closure(location, form.days_off(), by=request.user)
    except DaysOverlap as problem:
        words = _("This overlaps with %(days)s, which is noted already.")
        form.add_error("first_day", words % {"days": _days_in_words(problem.closure)})
        return form_again(request, CALENDAR, _month_of(request, location) | {"form": form})
    messages.success(request, _("%(days)s was noted.") % {"days": _days_in_words(closure)})
    return redirect("shop:location_calendar", pk)


def _days_in_words(closure: Closure) -> str:
    first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (closure.first_day, closure.last_day))
    days = first if first == last else f"{first} – {last}"
    return f"{days} ({closure.reason})" if closure.reason else days


@require(Permission.LOCATION_EDIT)
@require_POST
def closure_remove(request: StaffRequest, pk: int, closure_pk: int) -> HttpResponse:
    """Take such days back."""
    remove_closure(get_object_or_404(Location, pk=pk), closure_pk, by=request.user)
    return redirect("shop:location_calendar", pk)
