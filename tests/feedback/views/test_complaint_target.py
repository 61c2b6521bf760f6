"""How soon complaints are put right, as the shop says."""

from datetime import time

import pytest

from crm.shop.models import AuditEntry
from crm.shop.opening_hours import Window
from engagement.enquiry_clock import USUALLY
from feedback.actions.complaint import Taken, take_complaint
from feedback.complaint_targets import TARGETS, Clock
from feedback.forms.complaint_target import ComplaintTargetForm
from feedback.models import Complaint, ComplaintRules

pytestmark = pytest.mark.django_db
DOOR = "/complaints/times/"


def typed(**more) -> dict[str, str]:
    form = ComplaintTargetForm.of(ComplaintRules.current())
    usual = {name: str(form[name].initial) for name in form.fields if name != "version"}
    return {**usual, "version": "1", **more}


def test_the_page_begins_with_the_usual_times(as_manager, shop):
    page = as_manager.get(DOOR)

    assert page.context["form"].initial == {"version": 1}
    assert ComplaintRules.current().clock_targets == TARGETS


def test_other_times_hold_for_what_is_open_and_leave_history(as_manager, anna, mira):
    leak = take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)

    for _ in range(2):
        as_manager.post(DOOR, typed(resolve_3="9", answer_3="7"))

    rules = ComplaintRules.current()
    assert (rules.clock_targets[Clock.RESOLVE][3], rules.version) == (9, 2)
    assert rules.clock_targets[Clock.RESOLVE][4] == TARGETS[Clock.RESOLVE][4]
    history = AuditEntry.objects.filter(verb="complaint_rules.timed")
    assert [entry.fields for entry in history] == [["answer", "resolve"]]
    assert Complaint.objects.get().look_at > leak.look_at
    assert "9 working days" in as_manager.get(f"/complaints/{leak.pk}/why/").text


def test_the_page_where_anybody_may_complain_promises_the_same(as_manager, client, shop):
    as_manager.post(DOOR, typed(acknowledge_3="3"))

    assert "within 3 working days" in client.get("/complain/").text


def test_no_days_and_too_many_are_refused(as_manager, shop):
    response = as_manager.post(DOOR, typed(resolve_1="0", resolve_2="61"))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["resolve_1", "resolve_2"])


def test_the_slower_is_told(as_manager, shop):
    as_manager.post(DOOR, typed(resolve_1="2"))

    assert as_manager.post(DOOR, typed(resolve_1="3")).status_code == 409


def test_others_may_not(as_staff, shop):
    assert as_staff.get(DOOR).status_code == 403


def test_why_these_dates_names_the_usual_hours_where_nobody_wrote_any_down(as_manager, anna, mira, counter):
    leak = take_complaint(Taken("It leaks.", customer=anna), by=mira)
    says = "the usual hours of a shop count: Monday to Saturday from 9:00 to 17:00"
    before = as_manager.get(f"/complaints/{leak.pk}/why/").text

    counter.windows.create(weekday=0, opens=time(10), closes=time(12))

    assert dict.fromkeys(range(6), (Window(time(9), time(17)),)) == USUALLY
    assert (says in before, says in as_manager.get(f"/complaints/{leak.pk}/why/").text) == (True, False)
