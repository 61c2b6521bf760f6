"""Counting again brings back everything that is derived, and says how far it is."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from crm.shop.actions.job import queue_job
from crm.shop.actions.shop_settings import ShopCard, edit_shop, state_of_shop
from crm.shop.models import Job
from crm.shop.tasks import run_job
from customers.actions import count_again as room
from customers.actions.count_again import COUNT_AGAIN
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.rhythm import refresh_usual_gap
from customers.models import Customer, SearchWord
from customers.tasks import count_usual_gap
from tests.customers.till_rolls import purchases_on

KEPT = (
    "pk",
    "purchase_count",
    "spend",
    "visit_days",
    "buying_days",
    "expected_next_on",
    "overdue_on",
    "stage",
)


@pytest.fixture
def forgotten(anna: Customer, bert: Customer) -> list[tuple[object, ...]]:
    """What was kept with Anna and Bert before it was lost."""
    lines = [Line(product_name="Candle", quantity=Decimal(1), unit_price=Decimal(10))]
    at = datetime(2026, 7, 1, tzinfo=UTC)
    record_purchase(Receipt(at=at, lines=lines, currency="GBP"), customer=anna, by=None)
    room.count_again()
    kept = list(Customer.objects.order_by("pk").values_list(*KEPT))
    Customer.objects.update(purchase_count=0, spend=0, visit_days=7, buying_days=0, overdue_on=None)
    SearchWord.objects.all().delete()
    return kept


def test_count_again_brings_everything_back(forgotten, monkeypatch):
    monkeypatch.setattr(room, "PIECE", 1)
    steps = []

    room.count_again(lambda done, total: steps.append((done, total)))

    assert list(Customer.objects.order_by("pk").values_list(*KEPT)) == forgotten
    assert SearchWord.objects.filter(word="bell").exists()
    assert steps == [(1, 2), (2, 2)]


def test_the_command_counts_and_says_how_many(forgotten, capsys):
    call_command("count_again")
    call_command("count_again")

    assert capsys.readouterr().out == "2 customers counted again.\n" * 2
    assert list(Customer.objects.order_by("pk").values_list(*KEPT)) == forgotten


def test_count_again_in_a_running_job_goes_on_where_nobody_waits(forgotten, mira):
    job = queue_job(COUNT_AGAIN, "shop.shopsettings:1", by=mira)

    run_job(job.pk)
    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.done, job.total) == ("done", 1, 2, 2)
    assert list(Customer.objects.order_by("pk").values_list(*KEPT)) == forgotten


def test_the_clock_counts_the_usual_gap(anna):
    count_usual_gap()

    assert refresh_usual_gap() == 60


def test_another_currency_of_the_shop_is_counted_by_at_once(forgotten, shop, olga):
    card = ShopCard(**{field.name: getattr(shop, field.name) for field in fields(ShopCard)})
    edit_shop(replace(card, currency="EUR"), state=state_of_shop(shop), by=olga)

    for job in Job.objects.filter(kind=COUNT_AGAIN):
        run_job(job.pk)

    bought = Customer.objects.get(given_name="Anna")
    assert (bought.purchase_count, bought.spend) == (1, 0)
    assert (purchases_on(bought.till_roll), bought.till_roll.paid) == (1, [])


def test_another_name_of_the_shop_counts_nothing_again(shop, olga):
    card = ShopCard(**{field.name: getattr(shop, field.name) for field in fields(ShopCard)})

    edit_shop(replace(card, name="The Other Shop"), state=state_of_shop(shop), by=olga)

    assert not Job.objects.exists()
