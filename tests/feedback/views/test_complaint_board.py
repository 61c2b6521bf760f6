"""The board, merging, causes, and complaints that come from what was said elsewhere."""

import pytest
from django.test import Client

from customers.actions.customer import create_customer
from customers.actions.interaction import Entry, log_interaction
from customers.kinds import COMPLAINT_HINT
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.root_cause import add_root_cause
from feedback.models import Complaint, RootCause

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def leak(anna, mira) -> Complaint:
    return take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_board_asks_the_same_few_questions(
    as_staff, shop, mira, item_count, django_assert_max_num_queries
):
    for number in range(item_count):
        customer = create_customer({"given_name": f"Person {number}"}, by=None)
        take_complaint(Taken(f"Broken {number}", customer=customer), by=mira)
    as_staff.get("/complaints/board/")

    with django_assert_max_num_queries(9):
        page = as_staff.get("/complaints/board/").text

    assert "Broken 0" in page


def test_the_board_refreshes_by_itself(as_staff, leak):
    part = as_staff.get("/complaints/board/", headers=HTMX).text

    assert (leak.reference in part, "<html" in part) == (True, False)


def test_two_are_put_together_by_the_number_somebody_types(as_staff, leak, bert, otto):
    drip = take_complaint(Taken("It drips.", customer=bert), by=otto)
    door = f"/complaints/{drip.pk}/merge/"
    refused = as_staff.post(door, {"number": "C-7"})
    assert (refused.status_code, "There is no complaint of this number." in refused.text) == (422, True)

    response = as_staff.post(door, {"number": leak.reference.lower().replace("-", " ")})

    assert response.url == f"/complaints/{leak.pk}/"
    assert drip.reference in as_staff.get(response.url).text
    again = as_staff.post(door, {"number": drip.reference}, follow=True)
    assert "That is not possible now" in again.text


def test_what_was_said_elsewhere_becomes_one_complaint(as_staff, anna, mira, vera):
    entry = Entry(COMPLAINT_HINT.key, anna.created_at, "The lid rattles.", mood="unhappy")
    line = log_interaction(anna, entry, by=mira)
    page = as_staff.get(f"/complaints/new/?from=customers.interaction:{line.pk}").text
    assert ("The lid rattles." in page, 'value="Anna Bell"' in page) == (True, True)

    correcting = as_staff.get(f"/interactions/{line.pk}/").text
    assert f"/complaints/new/?from=customers.interaction:{line.pk}" in correcting

    typed = {"story": "The lid rattles.", "wish": "repair", "severity": "4", "channel": "in_store"}
    typed |= {"customer": "Anna Bell", "cause": f"customers.interaction:{line.pk}"}
    for _ in range(2):
        as_staff.post("/complaints/new/", typed)

    assert Complaint.objects.get().cause == typed["cause"]
    assert as_staff.get("/complaints/new/?from=nonsense:1").status_code == 200


def test_what_lay_behind_it_is_kept_and_counted(as_staff, leak, olga):
    faulty = add_root_cause("faulty", above=add_root_cause("Product", above=None, by=olga), by=olga)
    typed = {"justified": "yes", "findings": "Thin.", "text": "A new one.", "how": "in_store"}
    typed |= {"root_cause": faulty.pk, "version": leak.version}

    as_staff.post(f"/complaints/{leak.pk}/decide/", typed)

    assert Complaint.objects.get().root_cause == faulty
    assert "Product: faulty" in as_staff.get(f"/complaints/{leak.pk}/").text


def test_the_owner_changes_the_causes(as_staff, olga):
    assert as_staff.get("/complaints/causes/").status_code == 403
    owner = Client()
    owner.force_login(olga)
    assert owner.post("/complaints/causes/", {"name": ""}).status_code == 422
    owner.post("/complaints/causes/", {"name": "Weather"})
    cause = RootCause.objects.get()
    assert "Weather" in owner.get("/complaints/causes/").text

    for _ in range(2):
        owner.post(f"/complaints/causes/{cause.pk}/retire/")

    assert not RootCause.objects.in_use().exists()
