"""Till rolls are written customer by customer, whatever PostgreSQL believes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from crm.shop.actions.job import queue_job
from crm.shop.models import Location, ShopSettings, StoredFile
from crm.shop.tasks import run_job
from crm.web.planner import planned
from customers.actions.count_again import COUNT_AGAIN
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.till_roll import WRITE, forget_unused_signs, write_till_rolls
from customers.models import (
    Buying,
    CategoryBought,
    Customer,
    DataImport,
    ImportState,
    PurchaseLine,
    Sign,
    TillRoll,
)
from customers.models.sign import (
    ARTICLE,
    FIRST_DAY,
    LAST_DAY,
    MOST_SIGNS,
    NOBODYS,
    PLACE,
    UNKNOWN,
    WAY,
    day_letter,
    letter_of,
)
from customers.tasks import forget_old_imports

pytestmark = pytest.mark.django_db


def plan_of(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_writing_never_goes_through_all_lines_for_each_customer():
    """Once it did: PostgreSQL takes a table that it counted empty for empty, also after a large file."""
    values = {"customers": list(range(1, 1_001))}

    with planned(never=("seqscan",), always=("nestloop",)):
        plan = plan_of(WRITE, values)

    assert "Seq Scan on customers_purchase" not in plan
    assert "customer_id = touched.id" in plan
    assert "purchase_id = receipt.id" in plan
    assert "Seq Scan on customers_sign" not in plan


def test_lines_are_found_by_their_places_in_a_table_taken_for_empty():
    """Once it skipped through the index of products for each receipt: both cost nothing there."""
    empty = "UPDATE pg_class SET reltuples = 0, relpages = 60 WHERE relname = 'customers_purchaseline'"

    with connection.cursor() as cursor, planned(never=("seqscan",), always=("nestloop",)):
        cursor.execute(empty)
        plan = plan_of(WRITE, {"customers": list(range(1, 1_001))})

    assert "Scan using line_has_its_place" in plan
    assert "line_by_product" not in plan


def test_writing_asks_that_way(django_assert_num_queries):
    with django_assert_num_queries(3) as asked:
        write_till_rolls([1])

    first, _write, last = (query["sql"] for query in asked.captured_queries)
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
    return list(TillRoll.objects.order_by("pk").values())


def letters_of(numbers: list[int]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {letter_of('number')} FROM unnest(%s::int[]) AS sign (number)", [numbers])
        return [letter for (letter,) in cursor.fetchall()]


def read(purchases: str) -> list[str]:
    """The letters in words."""
    signs = list(Sign.objects.all())
    days = {day_letter(day): f"{day:%-d}" for day in (date(2026, 3, number) for number in (1, 2, 3, 4))}
    letters = letters_of([sign.number for sign in signs])
    words = {letter: sign.name or "nameless" for letter, sign in zip(letters, signs, strict=True)}
    return [(days | words)[letter] for letter in purchases]


@pytest.mark.usefixtures("sold")
def test_a_roll_tells_day_way_place_and_lines_of_each_purchase_the_newest_first(anna, bert, market):
    of_anna, of_bert = (TillRoll.objects.get(customer=each) for each in (anna, bert))

    assert read(of_anna.purchases) == [
        *("4",),
        *("3", "in_person", "7", "Candle", "Pot"),
        *("3", "web", "Candle", "Candle"),
        *("2", "web", "7", "Pot", "nameless"),
    ]
    assert (of_bert.purchases, of_bert.paid) == ("", [-5])


@pytest.mark.usefixtures("sold")
def test_each_article_way_and_place_has_one_sign():
    signs = Sign.objects.order_by("kind", "name").values_list("kind", "name", "category")

    assert list(signs) == [
        (ARTICLE, "", ""),
        (ARTICLE, "Candle", "Light"),
        (ARTICLE, "Pot", "Pots"),
        (PLACE, "7", ""),
        (WAY, "in_person", ""),
        (WAY, "web", ""),
    ]


@pytest.mark.usefixtures("sold")
def test_what_was_sold_before_is_not_looked_up_twice(anna, django_assert_num_queries):
    Sign.objects.filter(name="Pot").delete()

    with django_assert_num_queries(5):
        write_till_rolls([anna.pk])
    with django_assert_num_queries(3):
        write_till_rolls([anna.pk])

    assert "?" not in TillRoll.objects.get(customer=anna).purchases


@pytest.mark.usefixtures("shop")
def test_a_day_is_one_of_the_shops_own_zone(anna):
    ShopSettings.objects.update(time_zone="Asia/Tokyo")
    record_purchase(Receipt(datetime(2026, 3, 3, 20, tzinfo=UTC), "GBP", []), customer=anna, by=None)

    assert TillRoll.objects.get(customer=anna).purchases == day_letter(date(2026, 3, 4))


@pytest.mark.usefixtures("shop")
def test_a_receipt_from_before_all_days_stands_on_the_first(anna):
    record_purchase(Receipt(datetime(1850, 3, 3, tzinfo=UTC), "GBP", []), customer=anna, by=None)

    assert TillRoll.objects.get(customer=anna).purchases == day_letter(FIRST_DAY)


@pytest.mark.usefixtures("sold")
def test_a_name_that_no_receipt_has_any_more_is_forgotten(anna):
    PurchaseLine.objects.filter(product_name="Candle").update(product_name="Lamp")

    forget_unused_signs()

    assert set(Sign.objects.values_list("name", flat=True)) == {"", "Pot", "7", "in_person", "web"}
    write_till_rolls([anna.pk])
    assert read(TillRoll.objects.get(customer=anna).purchases).count("Lamp") == 3


@pytest.mark.usefixtures("sold")
def test_nothing_is_forgotten_while_a_file_comes_in_and_may_bring_it_back():
    PurchaseLine.objects.all().delete()
    file = StoredFile.objects.create(name="orders.csv", path="imports/1", size=1, sha256="0" * 64)
    coming = DataImport.objects.create(file=file, state=ImportState.APPLYING)

    forget_old_imports()
    assert Sign.objects.filter(kind=ARTICLE).count() == 3

    DataImport.objects.filter(pk=coming.pk).update(state=ImportState.APPLIED)
    forget_old_imports()
    assert set(Sign.objects.values_list("kind", flat=True)) == {WAY, PLACE}


@pytest.mark.usefixtures("sold")
def test_an_upgrade_writes_what_is_written_since():
    counted = what_is_kept()
    upgrade = import_module("customers.migrations.0011_write_everybodys_till_roll")
    TillRoll.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(upgrade.LEARN)
        cursor.execute(upgrade.WRITE)

    assert what_is_kept() == counted
    assert [each["paid"] for each in counted] == [[20, 35, 35], [-5]]


@pytest.mark.usefixtures("sold")
def test_an_upgrade_learns_every_sign():
    signs = set(Sign.objects.values_list("kind", "name", "code", "category"))
    upgrade = import_module("customers.migrations.0011_write_everybodys_till_roll")
    Sign.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(upgrade.LEARN)

    assert set(Sign.objects.values_list("kind", "name", "code", "category")) == signs


@pytest.mark.usefixtures("sold")
def test_a_count_after_an_upgrade_empties_what_only_the_release_before_asks(anna: Customer, olga):
    now = timezone.now()
    CategoryBought.objects.create(customer=anna, category="Light", times=1, first_at=now, last_at=now)
    Buying.objects.create(customer=anna, sold_at=[now], paid_at=[now], paid=[1])
    job = queue_job(COUNT_AGAIN, "shop.shopsettings:1", by=olga)

    run_job(job.pk)

    assert (CategoryBought.objects.count(), Buying.objects.count()) == (0, 0)
    assert TillRoll.objects.filter(customer=anna).exists()


def test_letters_are_in_the_order_of_their_signs_and_never_days_nor_none():
    letters = letters_of([1, 2, 55_040, 55_041, 979_999, MOST_SIGNS])

    assert letters == sorted(set(letters))
    assert max(letters) < day_letter(FIRST_DAY) < day_letter(LAST_DAY) < NOBODYS
    assert min(letters) > UNKNOWN


def test_signs_without_room_share_the_last_letter():
    last, beyond = letters_of([MOST_SIGNS, MOST_SIGNS + 7])

    assert last == beyond
