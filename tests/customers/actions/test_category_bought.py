"""What everybody bought is recounted customer by customer, whatever PostgreSQL believes."""

from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from crm.web.planner import planned
from customers.actions import buying
from customers.actions.category_bought import RECOUNT, recount_what_was_bought
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Buying, CategoryBought, Customer

pytestmark = pytest.mark.django_db


def plan_of(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_recount_never_goes_through_all_lines_for_each_customer():
    """Once it did: PostgreSQL takes a table that it counted empty for empty, also after a large file."""
    values = {"customers": list(range(1, 1_001))}

    with planned(never=("seqscan",), always=("nestloop",)):
        plan, of_all = plan_of(RECOUNT, values), plan_of(buying.RECOUNT, values)

    assert "Seq Scan on customers_purchase" not in plan + of_all
    assert "customer_id = touched.id" in of_all
    assert "purchase_id = customers_purchase.id" in plan
    assert "customer_id = touched.id" in plan


def test_recount_asks_that_way(django_assert_num_queries):
    with django_assert_num_queries(4) as asked:
        recount_what_was_bought([1])

    first, *_recounts, last = (query["sql"] for query in asked.captured_queries)
    assert "enable_" in first
    assert "enable_" in last


def what_is_kept() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    of_all, of_each = Buying.objects.order_by("pk"), CategoryBought.objects.order_by("customer", "category")
    return list(of_all.values()), list(of_each.values("customer", "category", "times", "moments"))


def test_an_upgrade_counts_what_a_recount_counts(anna: Customer, bert: Customer) -> None:
    """Two receipts of one moment, one in other money, a refund, a line twice of one category."""
    candle = Line("Candle", Decimal(1), Decimal(10), category="Light")
    for customer, day, currency, lines, is_refund in (
        (anna, 3, "GBP", [candle, candle], False),
        (anna, 3, "GBP", [candle], False),
        (anna, 2, "EUR", [candle], False),
        (bert, 1, "GBP", [Line("Pot", Decimal(-1), Decimal(5), category="Pots")], True),
    ):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        record_purchase(Receipt(at, currency, lines, is_refund=is_refund), customer=customer, by=None)
    counted = what_is_kept()
    upgrade = import_module("customers.migrations.0006_count_when_everybody_bought")
    Buying.objects.all().delete()
    CategoryBought.objects.update(moments=[])

    with connection.cursor() as cursor:
        cursor.execute(upgrade.COUNT)
        cursor.execute(upgrade.COUNT_CATEGORIES)

    assert what_is_kept() == counted
    assert [len(each["sold_at"]) for each in counted[0]] == [3, 0]
    assert [each["paid"] for each in counted[0]] == [[20, 30], [-5]]
