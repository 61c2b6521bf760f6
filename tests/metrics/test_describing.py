"""What sets the most valuable apart, and what goes together."""

import pytest

from customers.models import Customer, PurchaseLine, Tag
from metrics.describing import describe
from metrics.ideal import find_ideal_customer
from metrics.models import Pairing, Trait
from metrics.rollups import rebuild
from tests.metrics.buying import day, sell

TODAY, ZONE = day(200), "Europe/London"


@pytest.fixture
def town(shop):
    """60 customers; ten come from the market, and five of these are the ones worth most."""
    people = Customer.objects.bulk_create(
        Customer(given_name=f"Nr {n}", source="The market" if n < 10 else "", city="Hull" if n < 4 else "")
        for n in range(60)
    )
    for number, person in enumerate(people):
        buy(person, 0, "Wool", total="500" if number < 6 else "10")
        if number < 20:
            buy(person, 30 if number < 14 else 60, "Needles")
        else:
            buy(person, 1, "Tea")
    rebuild()
    return people


def buy(person, on, category, total="10"):
    purchase = sell(person, on, total=total)[0]
    PurchaseLine.objects.create(
        purchase=purchase, position=1, category=category, quantity=1, unit_price=total
    )


def test_what_the_most_valuable_share_is_counted_for_five_and_more(town):
    describe(TODAY, zone=ZONE)

    market = Trait.objects.get(kind="source")
    assert (market.customers, market.top, market.everybody, market.everybody_top) == (10, 6, 60, 6)
    assert (market.sets_apart, market.lift) == (True, 6)
    assert not Trait.objects.filter(kind="town").exists()
    assert Trait.objects.get(kind="first_category").customers == 60
    ideal = find_ideal_customer()
    assert ([str(trait) for trait in ideal.apart], ideal.everybody, ideal.top) == (["The market"], 60, 6)


def test_equal_groups_are_not_set_apart(town):
    tag = Tag.objects.create(name="Friendly", folded_name="friendly")
    tag.customers.add(*town[::2])

    describe(TODAY, zone=ZONE)

    friendly = Trait.objects.get(kind="tag")
    assert (friendly.customers, friendly.top, friendly.sets_apart, friendly.is_less) == (30, 3, False, False)


def test_who_came_back_within_six_weeks_is_counted(town):
    describe(TODAY, zone=ZONE)

    assert {(str(pair), pair.came_back, pair.customers) for pair in Pairing.objects.all()} == {
        ("Wool → Tea", 40, 60),
        ("Wool → Needles", 14, 60),
    }


def test_few_customers_say_nothing_and_twice_says_the_same(shop, anna, bert):
    for person in (anna, bert):
        buy(person, 0, "Wool")
        buy(person, 9, "Tea")
    rebuild()

    for _ in range(2):
        describe(TODAY, zone=ZONE)

    assert (Trait.objects.count(), Pairing.objects.count()) == (0, 0)
    assert find_ideal_customer().groups == []
