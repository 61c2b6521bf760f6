"""The team's page."""

import pytest
from django.utils import timezone

from feedback.actions.praise import find_praise
from feedback.actions.pulse import begin_pulse
from feedback.actions.review import log_review
from feedback.models import Praise
from feedback.review_reading import Written

pytestmark = pytest.mark.django_db


@pytest.fixture
def praise(olga, mira, google) -> Praise:
    log_review(google, Written("Mira was lovely.", "A", 5, timezone.localdate()), by=None)
    find_praise(timezone.now())
    return Praise.objects.get()


def test_everybody_reads_who_was_praised(as_viewer, praise):
    page = as_viewer.get("/team/").text

    assert ("Mira was lovely." in page, "Somebody else was meant" in page) == (True, False)


def test_a_manager_says_that_somebody_else_was_meant(as_manager, praise):
    for _turn in range(2):
        page = as_manager.post(f"/team/praise/{praise.pk}/drop/", follow=True)

    assert "Mira was lovely." not in page.text
    assert as_manager.get(f"/team/praise/{praise.pk}/drop/").status_code == 405


def test_staff_take_no_praise_away(as_staff, praise):
    assert as_staff.post(f"/team/praise/{praise.pk}/drop/").status_code == 403


def test_what_waits_for_a_colleague_stands_on_top(as_staff, watched_visit, olga, otto, sam, mira):
    begin_pulse()
    page = as_staff.get("/team/").text
    assert ("Mark watched you" in page, "The question of this month" in page) == (True, True)

    as_staff.post(f"/visits/{watched_visit.pk}/answer/", {"reply": ""})
    as_staff.post("/pulse/", {"score": 4})

    assert "For you" not in as_staff.get("/team/").text


def test_what_waits_for_one_is_hidden_from_others(client, watched_visit, otto):
    client.force_login(otto)

    assert "watched you" not in client.get("/team/").text
