"""Customers by what they are expected to bring."""

import pytest
from django.utils import timezone

from customers.models import Customer
from metrics.models import Pairing, PurchaseModel, ValueRules
from tests.metrics.buying import FIRST, sell
from tests.metrics.worth import counted, foreseen, said_of

PAGE = "/figures/customers/"


@pytest.fixture
def two(anna, bert):
    counted()
    foreseen()
    said_of(anna, "120")
    said_of(bert, "480", chance=0.25, silent=90)


def read(client, person, address=PAGE):
    client.force_login(person)
    return client.get(address).content.decode()


def test_customers_by_value_ranks_by_what_is_to_come(client, mark, two, anna, bert):
    page = read(client, mark)

    assert page.index(str(bert)) < page.index(str(anna))
    assert "£9,000.00" in page
    assert "Between £8,000.00 and £10,000.00" in page
    assert "Not seasonally adjusted: that needs two years, and your sales go back 300 days." in page
    assert "£480.00" in page
    assert "£50.00" in page  # spent, less what was brought back
    assert "going by how often they came until now was as near" in page


def test_customers_by_value_takes_the_margin_when_it_is_known(client, mark, two):
    ValueRules.objects.create(pk=1, margin_percent="40")

    page = read(client, mark)

    assert "£3,600.00" in page
    assert "£192.00" in page


def test_customers_by_value_can_show_the_overdue_alone(client, mark, two, anna, bert):
    page = read(client, mark, f"{PAGE}?only=overdue")

    assert str(bert) in page
    assert str(anna) not in page


def test_customers_by_value_says_when_there_are_too_few(client, mark, two):
    PurchaseModel.objects.update(r=None, shows_value=False, customers=2, repeaters=1)

    page = read(client, mark)

    assert "Too few to look ahead. Customers who have bought: 2; of them came back: 1." in page
    assert "480" not in page


def test_customers_by_value_of_an_empty_shop(client, mark):
    assert "Nobody has bought yet" in read(client, mark)


@pytest.mark.parametrize("item_count", [1, 3])
def test_customers_by_value_asks_as_much_for_few_as_for_many(
    client, mark, item_count, django_assert_num_queries
):
    counted()
    foreseen()
    for number in range(item_count):
        said_of(Customer.objects.create(given_name=f"Nr {number}"), "10")
    client.force_login(mark)
    client.get(PAGE)

    with django_assert_num_queries(8):
        assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("person", ["mira", "vera"])
def test_customers_by_value_is_for_those_who_lead(client, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == 403


def test_the_customer_page_says_what_is_to_come(client, mark, mira, two, anna):
    said = "£120.00 expected in the next 12 months"

    assert said in read(client, mark, f"/customers/{anna.pk}/")
    assert "buys within 90 days: 50" in read(client, mark, f"/customers/{anna.pk}/")
    assert said not in read(client, mira, f"/customers/{anna.pk}/")


def test_the_customer_page_says_what_is_likely_next_and_why(client, mark, anna, bert):
    counts = {"customers": 22, "came_back": 14, "others": 100, "others_came": 10, "low": 0.3}
    Pairing.objects.create(kind="category", first="Wool", later="Needles", **counts)
    ago = (timezone.localdate() - FIRST).days - 7
    for person, things in ((anna, ["Wool"]), (bert, ["Wool", "Needles"])):
        for thing in things:
            [receipt] = sell(person, ago)
            receipt.lines.create(position=1, category=thing, quantity=1, unit_price=5)

    said = "likely next: <strong>Needles</strong>; 14 of 22 who bought Wool came back for it within six weeks"
    assert said in read(client, mark, f"/customers/{anna.pk}/")
    assert "likely next" not in read(client, mark, f"/customers/{bert.pk}/")
