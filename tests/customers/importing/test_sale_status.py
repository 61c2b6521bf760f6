"""What a till's words for a sale do to its rows."""

from zoneinfo import ZoneInfo

import pytest

from customers.importing.column_guess import guess_mapping
from customers.importing.fields import fields_of
from customers.importing.reading import Row
from customers.importing.sale_cells import SaleReading
from customers.importing.sale_rows import SaleReader
from customers.importing.till_statuses import TILL_HABITS

HEADERS = {
    "Bon": "order_number",
    "Datum": "at",
    "Preis": "unit_price",
    "Status": "order_status",
    "Zahlung": "order_status",
}


def lines(*rows):
    reading = SaleReading(
        list(HEADERS), HEADERS, ZoneInfo("Europe/Berlin"), currency="EUR", habits=TILL_HABITS
    )
    cells = [Row(at, [number, "1.7.2026", *rest]) for at, (number, *rest) in enumerate(rows, start=2)]
    return [line for _row, line in SaleReader(reading).lines(lambda: iter(cells))]


def outcomes(*rows):
    return [line.outcome or "sale" for line in lines(*rows)]


@pytest.mark.parametrize(
    ("status", "payment", "outcome"),
    [
        ("Abgeschlossen", "bezahlt", "sale"),
        ("Completed", "Pending", "set_aside"),
        ("VOID", "whatever", "set_aside"),
        ("Completed", "whatever", "refused"),
        ("", "", "sale"),
    ],
)
def test_any_column_may_say_that_it_is_no_sale(status, payment, outcome):
    assert outcomes(("1", "2", status, payment)) == [outcome]


def test_a_status_that_stands_once_an_order_is_that_of_its_rows():
    assert outcomes(("1", "2", "Cancelled", ""), ("1", "3", "", ""), ("2", "4", "", "")) == [
        "set_aside",
        "set_aside",
        "sale",
    ]


def test_all_rows_that_were_paid_back_are_one_refund():
    found = lines(("1", "2", "Erstattet", ""), ("1", "3", "Zurückerstattet", ""), ("2", "-1", "Refunded", ""))

    assert [(line.order_number, line.position, line.anchor, line.unit_price) for line in found] == [
        ("1", 1, 2, 2),
        ("1/refund", 1, 2, -2),
        ("1", 2, 2, 3),
        ("1/refund", 2, 2, -3),
        ("2", 1, 4, -1),
    ]


def test_a_refund_above_zero_is_asked_and_below_zero_is_one():
    above, below = lines(("1", "2", "Refund", ""), ("2", "-2", "Rückgabe", ""))

    assert (above.outcome, above.bad_cell, below.outcome) == ("refused", 3, "")
    assert above.reason.startswith('Status: Is "Refund" a sale?')


@pytest.mark.parametrize(
    "header", ["Status", "Order status", "State", "Zahlungsstatus", "Payment status", "Statut"]
)
def test_status_is_recognised_by_its_header(header):
    assert guess_mapping([header], fields_of("sales")) == {header: "order_status"}


def test_state_beside_a_town_is_no_status():
    assert "State" not in guess_mapping(["Order", "City", "State"], fields_of("sales"))
    assert guess_mapping(["City", "State"], fields_of("customers"))["State"] == "region"
