"""The page of the monthly question."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.pulse import begin_pulse
from feedback.models import Pulse

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(olga, mark, mira, otto, sam) -> Pulse:
    return begin_pulse()


def test_an_answer_is_counted_once(as_staff, asked):
    assert asked.question in as_staff.get("/pulse/").text

    for score in (4, 1):
        page = as_staff.post("/pulse/", {"score": score}, follow=True)

    asked.refresh_from_db()
    assert (asked.counts, "You have answered" in page.text) == ([0, 0, 0, 1, 0], True)


@pytest.mark.parametrize("score", ["", "6", "x"])
def test_no_answer_is_none(as_staff, asked, score):
    assert as_staff.post("/pulse/", {"score": score}).status_code == 422


def test_nobody_is_asked_among_few(as_staff, shop):
    begin_pulse()

    page = as_staff.post("/pulse/", {"score": 4})

    assert "would not be hidden" in page.text
    assert Pulse.objects.get().answers == 0


@pytest.mark.parametrize(("answers", "shown"), [(1, False), (4, False), (5, True)])
def test_a_month_that_is_over_is_shown_when_five_have_answered(as_staff, asked, answers, shown):
    Pulse.objects.update(count_3=1, count_4=answers - 1)
    assert f"{answers} answer" not in as_staff.get("/pulse/").text
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    Pulse.objects.update(month=last_month.replace(day=1))

    page = as_staff.get("/pulse/").text

    assert f"{answers} answer" in page
    assert ("of 5" in page, "Fewer than five answered" in page) == (shown, not shown)


def test_managers_ask_something_else(as_manager, as_staff, asked):
    as_manager.post("/pulse/question/", {"question": "Did you get your breaks?"})
    assert "Did you get your breaks?" in as_staff.get("/pulse/").text
    assert as_manager.post("/pulse/question/", {"question": ""}).status_code == 422

    as_staff.post("/pulse/", {"score": 3})

    page = as_manager.post("/pulse/question/", {"question": "Other?"}, follow=True)
    assert ("changes next month" in page.text, "Other?" in page.text) == (True, False)


def test_staff_ask_nothing(as_staff, asked):
    assert as_staff.post("/pulse/question/", {"question": "Other?"}).status_code == 403
    assert as_staff.get("/pulse/question/").status_code in {403, 405}
