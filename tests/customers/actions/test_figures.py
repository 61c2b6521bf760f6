"""The figures that are kept with customers: counted line by line they equal a count of everything."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.shop.models import Location
from customers.actions.figures import refresh_figures
from customers.actions.interaction import Entry, log_interaction, restore_line, withdraw_line
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.purchase_correction import restore_purchase, void_purchase
from customers.actions.rhythm import refresh_usual_gap
from customers.key_figures import key_figures
from customers.models import Customer, CycleRules, Interaction, Purchase
from customers.rhythm import rhythm

FIGURES = (
    *("purchase_count", "spend", "first_purchase_at", "last_purchase_at", "last_seen_at", "last_thanked_at"),
    *("visit_days", "buying_days", "last_location_id", "expected_next_on", "overdue_on"),
)
LONDON = ZoneInfo("Europe/London")
# Around midnight and around the end of summer time: a day of the shop is no day of UTC.
MOMENTS = st.datetimes(datetime(2025, 10, 24), datetime(2025, 10, 29), timezones=st.just(LONDON))
HAPPENINGS = st.tuples(
    st.sampled_from(["visit", "visit", "call", "note", "thank_you", "bought", "other money"]),
    MOMENTS,
    st.sampled_from([None, 0, 1]),
    st.booleans(),
)


def figures_of(customer: Customer) -> dict[str, object]:
    return Customer.objects.values(*FIGURES).get(pk=customer.pk)


def sale(at, *, total="10", currency="GBP", location=None) -> Receipt:
    line = Line(product_name="Candle", quantity=Decimal(1), unit_price=Decimal(total))
    return Receipt(at=at, lines=[line], currency=currency, location=location)


def happen(customer, what, at, location, is_taken_back) -> None:
    if what in {"bought", "other money"}:
        currency = "GBP" if what == "bought" else "EUR"
        purchase = record_purchase(sale(at, currency=currency, location=location), customer=customer, by=None)
        if is_taken_back:
            void_purchase(purchase, by=None)
        return
    line = log_interaction(customer, Entry(kind=what, at=at, location=location), by=None)
    if is_taken_back:
        withdraw_line(line, by=None)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=st.lists(HAPPENINGS, max_size=8))
def test_figures_counted_line_by_line_equal_a_recount(shop, happenings):
    places = list(Location.objects.order_by("pk")) or [
        Location.objects.create(name="High Street"),
        Location.objects.create(name="Market"),
    ]
    customer = Customer.objects.create(given_name="Anna")
    for what, at, place, is_taken_back in happenings:
        happen(customer, what, at, None if place is None else places[place], is_taken_back)
    line_by_line = figures_of(customer)

    Customer.objects.filter(pk=customer.pk).update(visit_days=99, buying_days=99, last_thanked_at=None)
    refresh_figures([customer.pk])

    assert figures_of(customer) == line_by_line


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(0, 700), max_size=6),
    usual_gap=st.integers(1, 400),
    hour=st.integers(0, 23),
)
def test_the_stored_rhythm_equals_the_rule(shop, days, usual_gap, hour):
    CycleRules.objects.update_or_create(pk=1, defaults={"usual_gap": usual_gap})
    customer = Customer.objects.create(given_name="Anna")
    first = datetime(2024, 1, 1, hour, 30, tzinfo=UTC)
    Purchase.objects.bulk_create(
        Purchase(customer=customer, at=first + timedelta(days=day), total=1, currency="GBP", source="till")
        for day in days
    )

    refresh_figures(None)

    stored = figures_of(customer)
    bought_on = sorted({(first + timedelta(days=day)).astimezone(LONDON).date() for day in days})
    expected = None, None
    if bought_on:
        own = rhythm(bought_on[0], bought_on[-1], buying_days=len(bought_on), usual_gap=usual_gap)
        expected = own.expected_next_on, own.overdue_on
    assert (stored["expected_next_on"], stored["overdue_on"]) == expected


def test_two_visits_of_one_evening_are_one_day_in_the_shops_zone(anna, mira):
    for at in (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 7, 2, 12, tzinfo=UTC)):
        log_interaction(anna, Entry(kind="visit", at=at), by=mira)

    anna.refresh_from_db()
    assert anna.visit_days == 1


def test_a_note_and_a_thank_you_are_no_sign_of_the_customer(anna, mira):
    at = datetime(2026, 7, 1, tzinfo=UTC)
    for kind in ("note", "thank_you"):
        log_interaction(anna, Entry(kind=kind, at=at), by=mira)

    anna.refresh_from_db()
    assert (anna.last_seen_at, anna.last_thanked_at) == (None, at)


def test_a_thank_you_taken_back_was_none(anna, mira):
    line = log_interaction(anna, Entry(kind="thank_you", at=datetime(2026, 7, 1, tzinfo=UTC)), by=mira)

    withdraw_line(line, by=mira)
    anna.refresh_from_db()
    unthanked = anna.last_thanked_at
    restore_line(line, by=mira)

    anna.refresh_from_db()
    assert (unthanked, anna.last_thanked_at) == (None, line.at)


def test_a_purchase_that_counts_again_brings_its_rhythm_back(anna, mira):
    purchase = record_purchase(sale(datetime(2026, 7, 1, tzinfo=UTC)), customer=anna, by=mira)
    before = figures_of(anna)

    void_purchase(purchase, by=mira)
    voided = figures_of(anna)
    restore_purchase(purchase, by=mira)

    assert (voided["buying_days"], voided["overdue_on"]) == (0, None)
    assert figures_of(anna) == before


def test_refresh_usual_gap_is_the_median_gap_between_buying_days(shop, anna, bert):
    first = datetime(2025, 1, 1, 12, tzinfo=UTC)
    for customer, step in ((anna, 10), (bert, 30)):
        Purchase.objects.bulk_create(
            Purchase(
                customer=customer,
                at=first + timedelta(days=step * number),
                total=1,
                currency="GBP",
                source="till",
            )
            for number in range(15 if step == 10 else 12)
        )
    refresh_figures(None)
    before = figures_of(bert)["overdue_on"]

    assert [refresh_usual_gap(), refresh_usual_gap()] == [10, 10]

    assert CycleRules.current().usual_gap == 10
    assert figures_of(bert)["overdue_on"] < before


def test_refresh_usual_gap_of_a_young_shop_keeps_to_the_usual(anna):
    record_purchase(sale(datetime(2026, 7, 1, tzinfo=UTC)), customer=anna, by=None)
    record_purchase(sale(datetime(2026, 7, 2, tzinfo=UTC)), customer=anna, by=None)

    assert refresh_usual_gap() == 60


def test_key_figures_ask_the_database_nothing(anna, django_assert_num_queries):
    with django_assert_num_queries(0):
        key_figures(anna)


def test_refresh_figures_of_nobody_does_nothing(anna, django_assert_num_queries):
    with django_assert_num_queries(0):
        refresh_figures(iter(()))


@pytest.mark.parametrize(("kind", "queries"), [("note", 2), ("call", 3), ("visit", 4)])
def test_see_customer_is_cheap(anna, mira, django_assert_num_queries, kind, queries):
    with django_assert_num_queries(queries):
        log_interaction(anna, Entry(kind=kind, at=datetime(2026, 7, 1, tzinfo=UTC)), by=mira)

    assert Interaction.objects.count() == 1
