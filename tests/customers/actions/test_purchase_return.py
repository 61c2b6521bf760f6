"""What comes back adds up, also when two people take it back at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from crm.shop.models import ShopSettings, User
from customers.actions.customer import create_customer
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.purchase_correction import PurchaseStaysAsItIs, void_purchase
from customers.actions.purchase_return import MoreThanIsLeft, Return, take_back, what_is_left
from customers.models import Purchase
from tests.patience import PATIENCE

AT = datetime(2026, 3, 5, 10, tzinfo=UTC)


def bought(*lines: Line) -> Purchase:
    return record_purchase(Receipt(at=AT, currency="GBP", lines=lines), customer=None, by=None)


class TestEverythingInParts(TestCase):
    @settings(deadline=None, max_examples=30)
    @given(
        parts=some.lists(some.integers(1, 4000), min_size=1, max_size=5),
        price=some.integers(0, 99999),
        share=some.fractions(0, 1),
    )
    def test_parts_of_a_line_add_up_to_the_whole(self, parts: list[int], price: int, share: Fraction) -> None:
        quantity, each = Decimal(sum(parts)) / 1000, Decimal(price) / 1000
        discount = round(quantity * each * share.numerator / share.denominator, 4) // Decimal("0.01") / 100
        purchase = bought(Line("Wool", quantity, each, discount=discount))

        for part in parts:
            take_back(purchase, Return({1: Decimal(part) / 1000}, at=AT), by=None)

        back = [line for refund in purchase.refunds.all() for line in refund.lines.all()]
        assert sum(line.total for line in back) == -(quantity * each - discount)
        assert [left.quantity for left in what_is_left(purchase)] == [0]


def test_two_equal_lines_come_back_each_on_its_own(shop):
    purchase = bought(
        Line("Card", Decimal(1), Decimal(3)), Line("Card", Decimal(1), Decimal(3), discount=Decimal(1))
    )

    refund = take_back(purchase, Return({2: Decimal(1)}, at=AT), by=None)

    assert refund.total == -2
    assert [left.quantity for left in what_is_left(purchase)] == [1, 0]


@pytest.fixture
def last_mug(transactional_db: None) -> Purchase:
    place = {"country": "GB", "phone_country": "GB", "time_zone": "Europe/London", "currency": "GBP"}
    ShopSettings.objects.create(pk=1, name="Shop", **place)
    anna = create_customer({"given_name": "Anna"}, by=None)
    User.objects.create_user("m@shop.example", name="Mira")
    lines = [Line("Mug", Decimal(1), Decimal(9))]
    return record_purchase(Receipt(at=AT, currency="GBP", lines=lines), customer=anna, by=None)


def both_at_once(*deeds) -> list[bool]:
    """Which of them were let through."""
    together = Barrier(len(deeds))

    def do(deed) -> bool:
        together.wait(PATIENCE)
        try:
            deed()
        except (MoreThanIsLeft, PurchaseStaysAsItIs):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(deeds)) as hands:
        return list(hands.map(do, deeds))


def test_the_last_one_comes_back_once(last_mug):
    def take() -> Purchase:
        return take_back(last_mug, Return({1: Decimal(1)}, at=AT), by=None)

    assert sorted(both_at_once(take, take)) == [False, True]
    assert Purchase.objects.refunds().count() == 1


def test_a_purchase_is_either_voided_or_something_of_it_comes_back(last_mug):
    done = both_at_once(
        lambda: take_back(last_mug, Return({1: Decimal(1)}, at=AT), by=None),
        lambda: void_purchase(last_mug, by=None),
    )

    last_mug.refresh_from_db()
    assert sorted(done) == [False, True]
    assert last_mug.is_voided == (Purchase.objects.refunds().count() == 0)
