"""What customers go through: the worst first, or in the order in which it happens."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from customers.models import Customer
from metrics.actions.goals import edit_goals
from metrics.journey.touch_points import TOUCH_POINTS
from metrics.rollups import rebuild
from tests.metrics.buying import NOON, sell

pytestmark = pytest.mark.django_db
PAGE = "/figures/customer-journey/"
IN_ORDER = [point.key for point in TOUCH_POINTS]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON + timedelta(days=400), tick=False):
        yield


def shown(page):
    return re.findall(r'aria-labelledby="point-(\w+)"', page.text)


def test_an_empty_shop_says_that_it_knows_too_little_of_each(as_owner):
    page = as_owner.get(PAGE)

    assert shown(page) == IN_ORDER
    assert page.text.count("Too few to say how it goes here.") == len(IN_ORDER)


def test_what_misses_a_target_comes_first_and_what_is_too_small_last(as_owner, olga):
    """All forty came back within 90 days, and nobody of late: without a target that is the worst."""
    for customer in Customer.objects.bulk_create(Customer(given_name="A") for _number in range(40)):
        sell(customer, 230, 240, 250, total="10")
    rebuild()

    assert shown(as_owner.get(PAGE))[:2] == ["again", "first_purchase"]

    edit_goals({"repeat_within_90": Decimal(101)}, shows_industry=False, version=1, by=olga)
    worst, in_order = as_owner.get(PAGE), as_owner.get(f"{PAGE}?order=way")

    assert shown(worst)[:2] == ["first_purchase", "again"]
    assert "Below what you want." in worst.text
    assert "/figures/repeat_within_90/people/" in worst.text
    assert shown(worst)[2:] == [key for key in IN_ORDER if key not in {"first_purchase", "again"}]
    assert shown(in_order) == IN_ORDER


def test_it_costs_the_same_whatever_was_bought(as_owner, anna, bert, django_assert_num_queries):
    as_owner.get(PAGE)
    for days in ((390,), range(300, 400)):
        sell(anna, *days)
        sell(bert, *days)
        rebuild()
        with django_assert_num_queries(15):
            as_owner.get(PAGE)
