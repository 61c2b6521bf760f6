"""Codes on paper: made, listed, printed, taken down."""

import pytest

from crm.shop.models import AuditEntry
from feedback.actions.printed_code import make_printed_code
from feedback.models import PrintedCode
from feedback.printed_papers import SIZES

pytestmark = pytest.mark.django_db


def test_printed_code_add_makes_one_however_often_it_is_sent(as_manager, mark, pulse, counter):
    typed = {"survey": pulse.pk, "spot": "At the till", "location": counter.pk, "once": "k1"}
    for _ in range(2):
        assert as_manager.post("/codes/new/", typed).status_code == 302

    made = PrintedCode.objects.get()
    assert (made.spot, made.location, made.survey, made.made_by) == ("At the till", counter, pulse, mark)
    assert AuditEntry.objects.get(verb="printed_code.made").actor == "Mark"


def test_printed_code_add_wants_a_spot_and_a_survey_that_is_on(as_manager, survey):
    asked = as_manager.post("/codes/new/", {"survey": 0, "spot": ""})

    assert asked.status_code == 422
    assert set(asked.context["form"].errors) == {"survey", "spot"}


@pytest.mark.parametrize("count", [1, 3])
def test_printed_code_list_takes_as_many_queries_however_many_hang(
    as_manager, pulse, count, django_assert_num_queries
):
    for number in range(count):
        make_printed_code(pulse, spot=f"Table {number}", location=None, by=None)
    as_manager.get("/codes/")

    with django_assert_num_queries(4):
        assert as_manager.get("/codes/").text.count("/q/") == 2 * count


def test_printed_code_end_twice_is_once(as_manager, till_code):
    for _ in range(2):
        assert as_manager.post(f"/codes/{till_code.pk}/end/").status_code == 302

    assert AuditEntry.objects.filter(verb="printed_code.ended").count() == 1
    assert as_manager.get(f"/codes/{till_code.pk}/paper/").status_code == 404
    assert as_manager.get(f"/codes/{till_code.pk}/end/").status_code == 405


@pytest.mark.parametrize("size", SIZES)
def test_printed_code_paper_is_one_sheet(as_manager, till_code, size):
    sheet = as_manager.get(f"/codes/{till_code.pk}/paper/?size={size}")

    assert sheet.headers["Content-Type"] == "application/pdf"
    assert sheet.content.count(b"/Type /Page\n") == 1
    assert 'filename="at-the-till.pdf"' in sheet.headers["Content-Disposition"]


def test_printed_code_paper_comes_in_known_sizes(as_manager, till_code):
    assert as_manager.get(f"/codes/{till_code.pk}/paper/?size=mug").status_code == 404


def test_printed_codes_are_made_and_ended_by_managers(as_viewer, till_code):
    assert as_viewer.get("/codes/new/").status_code == 403
    assert as_viewer.post(f"/codes/{till_code.pk}/end/").status_code == 403
