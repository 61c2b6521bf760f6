"""Whoever is meant is found while somebody types into a box that asks for a customer."""

import pytest

from customers.actions.customer import create_customer

HTMX = {"HX-Request": "true"}


def found(client, typed: str, *, box: str = "customer") -> str:
    return client.get("/search/person/", {"box": box, box: typed}, headers=HTMX).content.decode()


@pytest.mark.parametrize("typed", ["ann", "960001", "Bell Anna"])
def test_person_find_offers_whoever_is_meant_to_choose_from(as_staff, anna, bert, typed):
    part = found(as_staff, typed)

    assert f'name="customer-chosen" value="{anna.pk}" checked' in part
    assert f'name="customer-offered-for" value="{typed}"' in part
    assert "Bert" not in part


def test_person_find_chooses_nobody_where_several_may_be_meant(as_staff, anna):
    create_customer({"given_name": "Anna", "family_name": "Smith"}, by=None)

    part = found(as_staff, "anna")

    assert (part.count('type="radio"'), part.count("checked")) == (2, 0)


def test_person_find_says_that_it_is_nobody(as_staff, anna):
    assert "Nobody found" in found(as_staff, "Zacharias")
    assert found(as_staff, " ").strip() == ""


@pytest.mark.parametrize("typed", ["x" * 5_000, "<script>", "%00'\""])
def test_person_find_takes_whatever_is_typed(as_staff, anna, typed):
    response = as_staff.get("/search/person/", {"box": "customer", "customer": typed}, headers=HTMX)

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_person_find_without_a_script_is_the_page_of_the_search(as_staff):
    response = as_staff.get("/search/person/", {"box": "customer", "customer": "Anna"})

    assert response["Location"] == "/search/?q=Anna"


def test_every_box_for_a_customer_asks_while_it_is_typed(as_staff, anna):
    for page in ("/complaints/new/", "/enquiries/new/", f"/customers/{anna.pk}/"):
        assert 'hx-get="/search/person/?box=' in as_staff.get(page).content.decode(), page
