"""What everybody bought is recounted customer by customer, whatever PostgreSQL believes."""

from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from crm.shop.actions.job import queue_job
from crm.shop.models import Location
from crm.shop.tasks import run_job
from crm.web.planner import planned
from customers.actions.buying import RECOUNT, recount_what_was_bought
from customers.actions.count_again import COUNT_AGAIN
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Buying, CategoryBought, Customer
from customers.models.buying import side

pytestmark = pytest.mark.django_db


def plan_of(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_recount_never_goes_through_all_lines_for_each_customer():
    """Once it did: PostgreSQL takes a table that it counted empty for empty, also after a large file."""
    values = {"customers": list(range(1, 1_001))}

    with planned(never=("seqscan",), always=("nestloop",)):
        plan = plan_of(RECOUNT, values)

    assert "Seq Scan on customers_purchase" not in plan
    assert "customer_id = touched.id" in plan
    assert "purchase_id = sale.id" in plan


def test_recount_finds_lines_by_their_places_in_a_table_taken_for_empty():
    """Once it skipped through the index of products for each receipt: both cost nothing there."""
    empty = "UPDATE pg_class SET reltuples = 0, relpages = 60 WHERE relname = 'customers_purchaseline'"

    with connection.cursor() as cursor, planned(never=("seqscan",), always=("nestloop",)):
        cursor.execute(empty)
        plan = plan_of(RECOUNT, {"customers": list(range(1, 1_001))})

    assert "Scan using line_has_its_place" in plan
    assert "line_by_product" not in plan


def test_recount_asks_that_way(django_assert_num_queries):
    with django_assert_num_queries(3) as asked:
        recount_what_was_bought([1])

    first, _recount, last = (query["sql"] for query in asked.captured_queries)
    assert "enable_" in first
    assert "enable_" in last


@pytest.fixture
def market() -> Location:
    return Location.objects.create(pk=7, name="Market")


@pytest.fixture
def sold(anna: Customer, bert: Customer, market: Location) -> None:
    """Two receipts of one moment, one in other money, a refund, a line twice of one category, one of none."""
    candle = Line("Candle", Decimal(1), Decimal(10), category="Light")
    pot, thing = Line("Pot", Decimal(1), Decimal(5), category="Pots"), Line("", Decimal(1), Decimal(2))
    back = Line("Pot", Decimal(-1), Decimal(5), category="Pots")
    for customer, day, currency, lines, way, place in (
        (anna, 3, "GBP", [candle, candle], "web", None),
        (anna, 3, "GBP", [candle, pot], "in_person", market),
        (anna, 2, "EUR", [pot, thing], "web", market),
        (anna, 4, "GBP", [], "", None),
        (bert, 1, "GBP", [back], "web", market),
    ):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        receipt = Receipt(at, currency, lines, is_refund=customer == bert, channel=way, location=place)
        record_purchase(receipt, customer=customer, by=None)


def what_is_kept() -> list[dict[str, Any]]:
    return list(Buying.objects.order_by("pk").values())


@pytest.mark.usefixtures("sold")
def test_it_is_kept_which_purchases_were_of_a_category_and_where(anna: Customer, bert: Customer, market):
    of_anna, of_bert = (Buying.objects.get(customer=each) for each in (anna, bert))

    assert dict(zip(of_anna.categories, of_anna.of_category, strict=True)) == {
        "": "1110",
        "Light": "0110",
        "Pots": "1010",
        side("web"): "1100",
        side("in_person"): "0010",
        side(market.pk): "1010",
    }
    assert of_anna.categories[0] == ""
    assert len(of_anna.products) == 3
    assert (of_bert.categories, of_bert.of_category, of_bert.products) == ([""], [""], [])


@pytest.mark.usefixtures("sold")
def test_an_upgrade_counts_what_a_recount_counts():
    counted = what_is_kept()
    when = import_module("customers.migrations.0006_count_when_everybody_bought")
    what = import_module("customers.migrations.0008_count_what_everybody_bought")
    where = import_module("customers.migrations.0009_count_how_and_where_everybody_bought")
    Buying.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(when.COUNT)
        cursor.execute(what.COUNT)
        cursor.execute(where.COUNT)

    assert what_is_kept() == counted
    assert [len(each["sold_at"]) for each in counted] == [4, 0]
    assert [each["paid"] for each in counted] == [[20, 35, 35], [-5]]


@pytest.mark.usefixtures("sold")
def test_a_count_after_an_upgrade_empties_what_only_the_release_before_asks(anna: Customer, olga):
    now = timezone.now()
    CategoryBought.objects.create(customer=anna, category="Light", times=1, first_at=now, last_at=now)
    job = queue_job(COUNT_AGAIN, "shop.shopsettings:1", by=olga)

    run_job(job.pk)

    assert CategoryBought.objects.count() == 0
    assert Buying.objects.filter(customer=anna).exists()
