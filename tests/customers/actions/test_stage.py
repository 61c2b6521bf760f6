"""Replaying stages: from any fact, whenever it arrives, to the same history."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.actions.customer import create_customer
from customers.actions.interaction import Entry, log_interaction
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.stage import replay_stages
from customers.models import Customer, CycleRules, Purchase, StageChange

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def buy(customer, days_ago: int, *, at: datetime | None = None, is_refund: bool = False, number: str = ""):
    price = Decimal(-5) if is_refund else Decimal(5)
    moment = at or TODAY - timedelta(days=days_ago)
    receipt = Receipt(
        at=moment,
        currency="GBP",
        lines=[Line("Tea", Decimal(1), price)],
        is_refund=is_refund,
        source="till" if number else "manual",
        external_id=number,
    )
    return record_purchase(receipt, customer=customer, by=None)


def story(customer) -> list[tuple[str, str, str, int | None]]:
    rows = StageChange.objects.filter(customer=customer).order_by("effective_on")
    return [(row.to_stage, str(row.effective_on), row.reason, row.measure) for row in rows]


def standing(customer) -> tuple[str, date | None, date | None]:
    customer.refresh_from_db()
    return customer.stage, customer.stage_since, customer.stage_ends_on


def test_replay_stages_after_a_purchase_tells_since_when_and_what_comes(anna):
    buy(anna, 0)

    assert story(anna) == [("conversion", "2026-11-22", "first_purchase", None)]
    assert standing(anna) == ("conversion", date(2026, 11, 22), date(2027, 5, 22))
    assert StageChange.objects.get().about == f"customers.purchase:{Purchase.objects.get().pk}"


def test_replay_stages_leaves_those_who_are_only_known_without_a_row(anna):
    replay_stages([anna.pk])

    assert (story(anna), standing(anna)) == ([], ("attraction", date(2026, 11, 22), None))


def test_replay_stages_keeps_what_was_noticed_before_a_late_fact(anna):
    buy(anna, 300)
    buy(anna, 5)
    with time_machine.travel(TODAY + timedelta(days=1), tick=False):
        buy(anna, 200)

    noticed = StageChange.objects.filter(customer=anna).order_by("effective_on")
    assert story(anna) == [
        ("conversion", "2026-01-26", "first_purchase", None),
        ("retention", "2026-05-06", "bought_again", 2),
        ("lapsed", "2026-11-03", "silent", 180),
        ("retention", "2026-11-17", "came_back", 195),
    ]
    assert [row.decided_at.day for row in noticed] == [22, 23, 23, 23]


def test_replay_stages_forgets_a_voided_purchase(anna):
    purchase = buy(anna, 5)
    Purchase.objects.filter(pk=purchase.pk).update(voided_at=TODAY)

    replay_stages([anna.pk])

    assert (story(anna), standing(anna)[0]) == ([], "attraction")


def test_refunds_make_no_regulars(anna):
    buy(anna, 5)
    buy(anna, 1, is_refund=True)

    assert standing(anna)[0] == "conversion"


def test_a_day_is_a_day_at_the_counter(anna, shop):
    shop.time_zone = "Pacific/Auckland"
    shop.save()

    buy(anna, 0, at=datetime(2026, 11, 20, 13, tzinfo=UTC))

    assert story(anna)[0][1] == "2026-11-21"


def test_replay_stages_twice_writes_nothing(anna, bert):
    buy(anna, 300)
    before = list(StageChange.objects.values()), list(Customer.objects.values())

    with CaptureQueriesContext(connection) as queries:
        changed = replay_stages(None)

    assert changed == 0
    assert not [
        query for query in queries if query["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert (list(StageChange.objects.values()), list(Customer.objects.values())) == before


def test_replay_stages_of_one_asks_three_questions(anna, django_assert_num_queries):
    buy(anna, 3)

    with django_assert_num_queries(3):
        replay_stages([anna.pk])


def test_logging_a_visit_asks_nothing_about_stages(anna):
    with CaptureQueriesContext(connection) as queries:
        log_interaction(anna, Entry(kind="visit", at=TODAY), by=None)

    assert not [query for query in queries if "customers_stage" in query["sql"]]


def test_replay_stages_follows_changed_rules(anna):
    buy(anna, 40)
    CycleRules.objects.create(pk=1, lapsed_after=30)

    assert replay_stages(None) == 1

    assert standing(anna) == ("lapsed", date(2026, 11, 13), None)


@pytest.mark.parametrize("batch", [1, 2, 5_000])
def test_replay_stages_goes_through_everybody_batch_by_batch(shop, monkeypatch, batch):
    monkeypatch.setattr("customers.actions.stage.BATCH", batch)
    people = [create_customer({"family_name": f"Person {number}"}, by=None) for number in range(3)]
    Customer.objects.update(stage_since=None)
    seen = []

    changed = replay_stages(None, progress=lambda done, total: seen.append((done, total)))

    assert (changed, seen[-1]) == (3, (3, 3))
    assert {standing(person)[1] for person in people} == {date(2026, 11, 22)}


def test_replay_stages_without_a_shop_does_nothing(db):
    assert replay_stages(None) == 0
