"""Does the address of a place still answer? Asked outside only, once a week, where the shop wants it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.review_link import try_links
from feedback.actions.review_platform import Place, edit_platform
from feedback.link_check import NOTHING, answer_of
from feedback.models import ReviewPlatform

ADDRESS = "https://g.page/r/x/review"


@pytest.fixture
def place(shop) -> ReviewPlatform:
    return ReviewPlatform.objects.create(kind="google", name="Google", address=ADDRESS, is_checked=True)


def test_try_links_once_a_week(place):
    asked: list[str] = []
    now = timezone.now()

    def ask(address: str) -> int:
        asked.append(address)
        return 404

    assert [try_links(now, ask), try_links(now + timedelta(days=6), ask)] == [1, 0]
    assert try_links(now + timedelta(days=7), ask) == 1
    place.refresh_from_db()
    assert (asked, place.answer, place.answers) == ([ADDRESS] * 2, 404, False)


@pytest.mark.parametrize("unwanted", [{"is_checked": False}, {"address": ""}, {"retired_at": timezone.now()}])
def test_try_links_only_where_it_is_wanted(place, unwanted):
    ReviewPlatform.objects.update(**unwanted)

    assert try_links(timezone.now(), lambda _address: 200) == 0


@pytest.mark.parametrize(
    ("answer", "is_there"), [(200, True), (403, True), (404, False), (0, False), (500, False)]
)
def test_a_place_that_turns_programs_away_is_there(place, answer, is_there):
    place.answer = answer

    assert place.answers == is_there


def test_another_address_is_not_known_yet(place, olga):
    try_links(timezone.now(), lambda _address: 200)
    other = Place("google", "Google", f"{ADDRESS}/2", is_checked=True)

    place = edit_platform(place, other, version=1, by=olga)

    assert (place.checked_at, place.answer) == (None, None)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "https://[::1]/", "file:///etc/passwd", "no address"]
)
def test_answer_of_what_is_not_outside_is_nothing(address):
    assert answer_of(address) == NOTHING


def test_the_page_shows_the_answer(as_manager, place):
    try_links(timezone.now(), lambda _address: 0)

    assert "nothing answered" in as_manager.get("/reviews/places/").text
