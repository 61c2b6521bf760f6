"""Counting what has changed comes to the same as counting everything."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.shop.models import Location
from customers.models import Customer, CycleRules, Purchase
from metrics.models import BuyingDay, CohortMonth, Count, CustomerScore, DailySum, Uncounted
from metrics.rollups import count_changes, count_the_day, rebuild
from tests.metrics.buying import FIRST, NOON, day, sell

DAYS = ("customer_id", "on", "location_id", "channel", "orders", "sales", "refunds", "refunded")
SUMS = ("metric", "on", "location_id", "channel", "numerator", "denominator", "squares")
SCORES = ("customer_id", "first_on", "last_on", "orders", "days", "sales", "gap", "overdue_on", "frequency")


def all_that_is_kept():
    kept = ((BuyingDay, DAYS), (DailySum, SUMS), (CustomerScore, SCORES))
    cohorts = CohortMonth.objects.values_list("cohort", "month", "customers", "orders", "sales")
    return [set(model.objects.values_list(*names)) for model, names in kept] + [set(cohorts)]


CHANGES = st.tuples(
    st.sampled_from(["sell", "refund", "void", "move", "give", "delete"]),
    st.integers(0, 3),  # whose
    st.integers(0, 500),  # which day, or which purchase
    st.integers(0, 2),  # where
)


def change(people, places, what, who, number, where):
    customer, location = people[who], places[where]
    purchases = Purchase.objects.order_by("pk")
    if what in {"sell", "refund"}:
        total = "12.50" if what == "sell" else "-5"
        sell(customer, number, total=total, location=location, is_refund=what == "refund")
    elif purchases:
        chosen = purchases.filter(pk=purchases[number % len(purchases)].pk)
        {
            "void": lambda: chosen.update(voided_at=NOON),
            "move": lambda: chosen.update(at=NOON + timedelta(days=number), location=location),
            "give": lambda: chosen.update(customer=customer),
            "delete": chosen.delete,
        }[what]()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(CHANGES, min_size=1, max_size=6), min_size=1, max_size=3))
def test_counting_changes_equals_counting_everything(shop, rounds):
    Purchase.objects.all().delete()
    places = [None, *(Location.objects.get_or_create(name=name)[0] for name in ("High Street", "Market"))]
    people = [
        None,
        *(Customer.objects.get_or_create(given_name=name)[0] for name in ("Anna", "Bert", "Cleo")),
    ]
    rebuild()

    for changes in rounds:
        for each in changes:
            change(people, places, *each)
        count_changes()
    step_by_step = all_that_is_kept()

    assert not Uncounted.objects.exists()
    rebuild()
    assert all_that_is_kept() == step_by_step


def test_counting_twice_changes_nothing(anna):
    sell(anna, 0, 40, 41)
    assert count_changes() == 1
    kept = all_that_is_kept()

    assert count_changes() == 0
    assert rebuild()
    assert all_that_is_kept() == kept


def test_a_late_purchase_is_counted_on_its_own_day(anna):
    sell(anna, 100)
    rebuild()

    sell(anna, 3)

    assert count_changes() == 1
    assert list(CustomerScore.objects.values_list("first_on", "days")) == [(day(3), 2)]
    assert list(CohortMonth.objects.values_list("cohort", flat=True).distinct()) == [FIRST.replace(day=1)]


def test_a_day_begins_when_it_begins_in_the_shop(anna):
    Purchase.objects.create(
        customer=anna, at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC), total=1, currency="GBP", source="till"
    )

    count_changes()

    assert str(BuyingDay.objects.get().on) == "2026-07-01"


def test_another_zone_or_gap_counts_everything_again(anna, shop):
    sell(anna, 0)
    count_changes()
    first = Count.current().rebuilt_at

    shop.time_zone = "Pacific/Auckland"
    shop.save()
    count_changes()
    assert BuyingDay.objects.get().on == day(1)
    CycleRules.objects.create(pk=1, usual_gap=9)
    count_changes()

    assert Count.current().usual_gap == 9
    assert Count.current().rebuilt_at > first


def test_an_erased_customer_leaves_the_totals_to_the_shop(anna):
    sell(anna, 0, 5)
    count_changes()

    Customer.objects.filter(pk=anna.pk).delete()
    count_changes()

    assert not CustomerScore.objects.exists()
    assert not BuyingDay.objects.known().exists()
    assert list(DailySum.objects.filter(metric="orders").values_list("numerator", flat=True)) == [1, 1]
    assert not DailySum.objects.filter(metric="new_customers").exists()


def test_money_of_other_lands_is_an_order_without_revenue(anna):
    sell(anna, 0, currency="USD")

    count_changes()

    assert DailySum.objects.get(metric="sales").numerator == 0
    assert DailySum.objects.get(metric="sales").denominator == 1


def test_count_the_day_moves_everybody_once_a_day(anna, bert):
    sell(anna, 0)
    sell(bert, 1)
    assert not count_the_day()
    count_changes()
    Count.objects.update(scored_on=day(0))

    assert count_the_day()
    assert not count_the_day()

    assert dict(CustomerScore.objects.values_list("customer", "recency")) == {anna.pk: 2, bert.pk: 4}


def test_whoever_reads_never_waits_for_a_count(anna):
    sell(anna, 0)
    rebuild()
    sell(anna, 1)
    count_changes()

    # All locks of this transaction are still held, and only this kind keeps readers out.
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation
            WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock'
                AND relname ~ '^(metrics|customers)_'
        """)
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_nothing_is_counted_before_the_shop_is_open():
    assert not rebuild()
    assert count_changes() == 0
