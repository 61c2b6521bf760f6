"""Somebody who was at one place is led to the page of that place."""

import pytest

from crm.shop.models import Location
from feedback.models import ReviewPlatform
from feedback.review_places import places_for


@pytest.fixture
def market(shop) -> Location:
    return Location.objects.create(name="Market")


def page(name: str, kind: str = "google", location: Location | None = None) -> ReviewPlatform:
    address = f"https://{name}.example/"
    return ReviewPlatform.objects.create(
        kind=kind, name=name, address=address, location=location, is_asked=True
    )


def names(location: int | None) -> list[str]:
    return [place.name for place in places_for(location)]


def test_the_page_of_the_place_comes_before_that_of_the_shop(counter, market):
    page("all")
    page("counter", location=counter)
    page("trust", kind="trustpilot")

    assert names(counter.pk) == ["counter", "trust"]
    assert names(market.pk) == ["all", "trust"]
    assert names(None) == ["all", "trust"]


def test_where_nothing_fits_all_are_shown(counter, market):
    page("counter", location=counter)

    assert names(market.pk) == ["counter"]
    assert names(None) == ["counter"]


def test_where_they_were_is_not_known_pages_of_single_places_stand_in(counter, market):
    page("counter", location=counter)
    page("trust", kind="trustpilot")

    assert names(None) == ["counter", "trust"]
    assert names(market.pk) == ["trust"]
