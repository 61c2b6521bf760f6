"""Two complaints about one matter."""

import pytest

from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_merge import merge_complaints
from feedback.actions.complaint_move import NotThatWay, reopen_complaint
from feedback.models import Complaint

pytestmark = pytest.mark.django_db


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)


@pytest.fixture
def drip(bert, otto) -> Complaint:
    return take_complaint(Taken("It drips.", customer=bert), by=otto)


def test_both_numbers_stay_alive_and_twice_is_once(leak, drip, mira):
    for _ in range(2):
        merge_complaints(drip, into=leak, by=mira)

    drip.refresh_from_db()
    assert (drip.state, drip.merged_into, drip.due_at) == ("merged", leak, None)
    assert list(leak.merged_here.all()) == [drip]
    told = leak.events.filter(kind="merged").values_list("text", flat=True)
    assert list(told) == [drip.reference]


def test_nothing_goes_on_under_itself_or_under_what_is_over(leak, drip, mira):
    with pytest.raises(NotThatWay):
        merge_complaints(leak, into=leak, by=mira)
    merge_complaints(drip, into=leak, by=mira)
    with pytest.raises(NotThatWay):
        merge_complaints(leak, into=drip, by=mira)
    with pytest.raises(NotThatWay):
        reopen_complaint(drip, reason="No.", by=mira)

    assert Complaint.objects.open().get() == leak
