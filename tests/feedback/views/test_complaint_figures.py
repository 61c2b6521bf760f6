"""How complaints go, on a page for those who lead."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_move import Told, Verdict, close_complaint
from feedback.actions.remedy import Offer, give_remedy, offer_remedy
from feedback.actions.root_cause import add_root_cause

pytestmark = pytest.mark.django_db
DOOR = "/complaints/figures/"


def test_the_page_says_how_often_how_soon_and_what_it_cost(as_manager, anna, mira, buy):
    for _ in range(4):
        buy(anna)
    leak = take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)
    give_remedy(offer_remedy(leak, Offer("refund", Decimal(9), Decimal(7)), by=mira), by=mira)
    leak.refresh_from_db()
    verdict = Verdict("yes", root_cause=add_root_cause("Glaze", above=None, by=mira))
    close_complaint(leak, "closed_resolved", Told("New."), version=leak.version, verdict=verdict, by=mira)

    page = as_manager.get(DOOR)

    often, cause = page.context["how_often"], page.context["causes"][0]
    assert (often.k, often.n, often.value) == (1, 4, 25)
    assert (str(cause), cause.count, cause.cost) == ("Glaze", 1, 7)
    assert "£7.00" in page.text
    assert "1 of 1, too few to say" in page.text


def test_before_the_first_complaint_nobody_wrote_them_down(as_manager, mira, anna, buy):
    buy(anna, days_ago=60)
    buy(anna)
    take_complaint(Taken("It leaks.", customer=anna), by=mira)

    page = as_manager.get(DOOR)

    assert (page.context["how_often"].n, len(page.context["months"])) == (1, 1)


def test_the_period_is_chosen(as_manager, mira, anna):
    long_ago = timezone.now() - timedelta(days=100)
    take_complaint(Taken("It leaks.", customer=anna, received_at=long_ago), by=mira)

    assert as_manager.get(DOOR).context["how_often"].k == 1
    assert as_manager.get(f"{DOOR}?days=90").context["how_often"].k == 0


@pytest.mark.parametrize("count", [1, 3])
def test_many_complaints_are_asked_for_at_once(as_manager, mira, anna, count, django_assert_num_queries):
    for number in range(count):
        take_complaint(Taken(f"It leaks {number}.", customer=anna), by=mira)

    with django_assert_num_queries(27):
        as_manager.get(DOOR)


def test_others_do_not_see_it(as_staff, shop):
    assert as_staff.get(DOOR).status_code == 403
