"""Places, their week, and the days that differ."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from crm.shop.actions.location import add_location, state_of_location, week_of
from crm.shop.forms.location import LocationForm
from crm.shop.location_calendar import HolidaysOf, opening_hours_of
from crm.shop.models import AuditEntry, Closure, Location, ShopSettings, User
from crm.shop.opening_hours import Window
from crm.shop.public_holidays import public_holidays, region_choices
from crm.shop.templatetags.weekdays import weekday

Browser = Callable[[User], Client]
FORM = {"name": "Market", "address": "Stall 4", "hours_0": "9-12:30, 14-18", "hours_5": "10-16"}


def form_of(location: Location, **changes: Any) -> dict[str, Any]:
    return {
        "name": location.name,
        "keeps_public_holidays": "on",
        "state": state_of_location(location),
    } | changes


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_location_add_keeps_several_windows_a_day(browser: Browser, mark: User, shop: ShopSettings) -> None:
    response = browser(mark).post("/places/new/", FORM)

    assert response.status_code == 302
    market = Location.objects.get()
    assert week_of(market)[0] == [Window(time(9), time(12, 30)), Window(time(14), time(18))]
    assert week_of(market)[1] == []
    assert not market.keeps_public_holidays
    assert verbs() == ["location.added"]


def test_location_add_twice_makes_one(browser: Browser, mark: User) -> None:
    client = browser(mark)
    client.post("/places/new/", FORM)

    assert client.post("/places/new/", FORM).status_code == 422
    assert Location.objects.count() == 1
    form = LocationForm(FORM | {"name": "Elsewhere"}, country="GB")
    assert form.is_valid()
    assert add_location(form.place(), form.week(), by=mark) == add_location(
        form.place(), form.week(), by=mark
    )


def test_location_edit_saves_and_names_what_changed(browser: Browser, mark: User, counter: Location) -> None:
    client, form = browser(mark), form_of(counter, name="Low Street", hours_6="11-15")

    assert client.get(f"/places/{counter.pk}/").status_code == 200
    assert client.post(f"/places/{counter.pk}/", form).status_code == 302
    client.post(f"/places/{counter.pk}/", form)

    entry = AuditEntry.objects.get(verb="location.edited")
    assert entry.fields == ["hours", "name"]


def test_location_edit_of_something_newer_is_refused(browser: Browser, mark: User, counter: Location) -> None:
    client, stale = browser(mark), form_of(counter, hours_0="8-9")
    client.post(f"/places/{counter.pk}/", form_of(counter, hours_0="9-18"))

    response = client.post(f"/places/{counter.pk}/", stale)

    assert response.status_code == 409
    assert b"09:00-18:00" in response.content
    newer = response.context["form"]["state"].value()
    assert client.post(f"/places/{counter.pk}/", stale | {"state": newer}).status_code == 302


@pytest.mark.parametrize("changes", [{"name": ""}, {"hours_1": "always"}, {"hours_1": "9-12, 11-13"}])
def test_location_with_mistakes_comes_back(
    browser: Browser, mark: User, counter: Location, changes: dict[str, str]
) -> None:
    assert browser(mark).post(f"/places/{counter.pk}/", form_of(counter, **changes)).status_code == 422
    assert browser(mark).post("/places/new/", FORM | changes).status_code == 422


@pytest.mark.parametrize("path", ["", "new/", "{pk}/", "{pk}/calendar/"])
def test_places_are_not_for_staff(browser: Browser, mira: User, counter: Location, path: str) -> None:
    assert browser(mira).get(f"/places/{path.format(pk=counter.pk)}").status_code == 403


@pytest.mark.parametrize("path", ["close/", "reopen/", "closures/", "closures/1/remove/"])
def test_changing_places_ladder(
    browser: Browser, mark: User, vera: User, counter: Location, path: str
) -> None:
    assert browser(vera).post(f"/places/{counter.pk}/{path}").status_code == 403
    assert browser(mark).get(f"/places/{counter.pk}/{path}").status_code == 405
    assert browser(mark).post(f"/places/0/{path}").status_code == 404


def test_a_place_is_given_up_and_comes_back(browser: Browser, mark: User, counter: Location) -> None:
    client = browser(mark)
    for path in ("close", "close", "reopen", "reopen"):
        assert client.post(f"/places/{counter.pk}/{path}/").status_code == 302

    assert verbs() == ["location.closed", "location.reopened"]
    assert list(Location.objects.open_for_business()) == [counter]


def test_closure_add_and_remove(browser: Browser, mark: User, counter: Location) -> None:
    client = browser(mark)
    form = {"first_day": "2026-12-24", "reason": "Christmas Eve", "hours": "9-13"}

    assert client.post(f"/places/{counter.pk}/closures/", form).status_code == 302
    client.post(f"/places/{counter.pk}/closures/", form)
    closure = Closure.objects.get()
    assert (closure.last_day, closure.opens, closure.closes) == (date(2026, 12, 24), time(9), time(13))
    for _twice in range(2):
        assert client.post(f"/places/{counter.pk}/closures/{closure.pk}/remove/").status_code == 302
    assert verbs() == ["location.closure_added", "location.closure_removed"]


@pytest.mark.parametrize(
    "form",
    [
        {"first_day": ""},
        {"first_day": "2026-12-24", "last_day": "2026-12-23"},
        {"first_day": "2026-12-24", "hours": "9-10, 11-12"},
    ],
)
def test_closure_with_mistakes_comes_back(
    browser: Browser, mark: User, counter: Location, form: dict[str, str]
) -> None:
    assert browser(mark).post(f"/places/{counter.pk}/closures/", form).status_code == 422


def test_calendar_shows_hours_closures_and_holidays(browser: Browser, mark: User, counter: Location) -> None:
    client = browser(mark)
    client.post(f"/places/{counter.pk}/", form_of(counter, hours_3="9-18", hours_4="9-18"))
    client.post(f"/places/{counter.pk}/closures/", {"first_day": "2026-12-24", "reason": "Family day"})

    page = client.get(f"/places/{counter.pk}/calendar/?month=2026-12")

    weeks = page.context["weeks"]
    days = {day: (hours, reason) for week in weeks for day, hours, reason in week}
    assert days[date(2026, 12, 24)] == ("", "Family day")
    assert days[date(2026, 12, 25)] == ("", "Christmas Day")
    assert days[date(2026, 12, 18)] == ("09:00-18:00", "")


@pytest.mark.parametrize("month", ["", "nonsense", "9999-12", "0001-01", "2026-13"])
def test_calendar_of_an_odd_month_is_some_month(
    browser: Browser, mark: User, counter: Location, month: str
) -> None:
    assert browser(mark).get(f"/places/{counter.pk}/calendar/", {"month": month}).status_code == 200


def test_opening_hours_of_a_place_without_holidays(shop: ShopSettings, counter: Location) -> None:
    counter.keeps_public_holidays = False

    assert opening_hours_of(counter, shop).reason_on(date(2026, 12, 25)) == ""


def test_public_holidays_know_regions_and_survive_unknown_places() -> None:
    assert date(2026, 11, 30) in public_holidays("GB", "SCT", 2026)
    assert date(2026, 11, 30) not in public_holidays("GB", "", 2026)
    assert date(2026, 12, 25) in public_holidays("GB", "NOWHERE", 2026)
    assert public_holidays("XX", "YY", 2026) == {}
    assert "SCT" in region_choices("GB")
    assert region_choices("XX") == []


@pytest.mark.parametrize("place_count", [1, 3])
def test_location_list_costs_the_same_for_any_number(
    browser: Browser, mark: User, place_count: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(place_count):
        Location.objects.create(name=f"Place {number}")
    client = browser(mark)
    client.get("/places/")

    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        assert b"Place 0" in client.get("/places/").content


def test_holidays_go_on_for_ever() -> None:
    endless = HolidaysOf("GB", "")

    assert date(2090, 12, 25) in endless
    for count in (len, list):
        with pytest.raises(TypeError):
            count(endless)


def test_weekday_names_the_day() -> None:
    assert (weekday(0), weekday(6)) == ("Monday", "Sunday")


def test_new_hours_alone_are_a_change(browser: Browser, mark: User, counter: Location) -> None:
    client = browser(mark)

    assert client.get("/places/new/").status_code == 200
    client.post(f"/places/{counter.pk}/", form_of(counter, hours_6="11-15"))

    assert AuditEntry.objects.get(verb="location.edited").fields == ["hours"]


def test_a_new_name_alone_leaves_the_hours(browser: Browser, mark: User, counter: Location) -> None:
    browser(mark).post(f"/places/{counter.pk}/", form_of(counter, name="Low Street"))

    assert AuditEntry.objects.get(verb="location.edited").fields == ["name"]


@pytest.mark.parametrize(
    ("form", "is_refused"),
    [
        ({"first_day": "2026-12-26", "last_day": "2027-01-02"}, True),
        ({"first_day": "2026-12-20", "hours": "10-12"}, True),
        ({"first_day": "2026-12-31", "hours": "11-14"}, True),
        ({"first_day": "2026-12-31", "hours": "12-15"}, False),
        ({"first_day": "2026-12-27"}, False),
    ],
)
def test_closures_of_one_place_do_not_overlap(
    browser: Browser, mark: User, counter: Location, form: dict[str, str], is_refused: bool
) -> None:
    client, path = browser(mark), f"/places/{counter.pk}/closures/"
    client.post(path, {"first_day": "2026-12-20", "last_day": "2026-12-26", "reason": "Family days"})
    client.post(path, {"first_day": "2026-12-31", "hours": "9-12"})

    response = client.post(path, form)

    assert response.status_code == (422 if is_refused else 302)
    assert (b"This overlaps with" in response.content) == is_refused
    assert Closure.objects.count() == (2 if is_refused else 3)


def test_the_notice_of_a_closure_shows_days_as_people_write_them(
    browser: Browser, mark: User, counter: Location
) -> None:
    form = {"first_day": "2026-12-24", "last_day": "2026-12-26", "reason": "Family days"}

    page = browser(mark).post(f"/places/{counter.pk}/closures/", form, follow=True).content.decode()

    assert "24 Dec 2026 – 26 Dec 2026 (Family days) was noted." in page


def test_overlapping_hours_are_called_so(shop: ShopSettings) -> None:
    form = LocationForm(FORM | {"hours_0": "9-12, 11-14"}, country=shop.country)

    assert form.errors["hours_0"] == ["09:00-12:00 and 11:00-14:00 overlap."]


def test_a_place_without_hours_says_what_counts_until_they_are_written_down(
    browser: Browser, mark: User, counter: Location
) -> None:
    client = browser(mark)
    counter.windows.all().delete()
    before = client.get("/places/").text
    client.post(f"/places/{counter.pk}/", form_of(counter, hours_0="9-18"))
    after = client.get("/places/").text

    assert ("Monday to Saturday from 9:00 to 17:00" in before, ">shut<" in before) == (True, False)
    assert ("Monday to Saturday from 9:00 to 17:00" in after, ">shut<" in after) == (False, True)
