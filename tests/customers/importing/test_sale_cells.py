"""Which dates and currencies a sale can have."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from customers.importing.column_guess import guess_mapping
from customers.importing.fields import fields_of
from customers.importing.reading import Row
from customers.importing.sale_cells import SaleReading
from customers.importing.sale_rows import SaleReader

HEADERS = {"Bon": "order_number", "Datum": "at", "Preis": "unit_price", "Währung": "currency"}


def sale(at="1.7.2026", currency="", **how):
    reading = SaleReading(list(HEADERS), HEADERS, ZoneInfo("Europe/Berlin"), currency="EUR", **how)
    return SaleReader(reading).read(Row(2, ["1", at, "2", currency]))


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2099-01-01", "Datum: This date is in the future."),
        ("31.12.1899", "Datum: This date is before the year 1900."),
        ("1.1.1900", ""),
    ],
)
def test_a_sale_is_neither_in_the_future_nor_in_another_century(at, reason):
    line = sale(at)

    assert (line.outcome, line.reason) == (("refused", reason) if reason else ("", ""))


def test_a_sale_may_be_of_tomorrow_at_the_other_end_of_the_world():
    hours = timedelta(hours=1)

    assert sale((timezone.now() + 23 * hours).isoformat()[:19] + "Z").outcome == ""
    assert sale((timezone.now() + 25 * hours).isoformat()[:19] + "Z").outcome == "refused"


@pytest.mark.parametrize("currency", ["", " ", "EUR", "eur", "€"])
def test_a_row_in_the_chosen_currency_counts(currency):
    assert sale(currency=currency).outcome == ""


@pytest.mark.parametrize(
    ("currency", "named"), [("USD", "USD"), ("chf", "CHF"), ("$", "$"), ("Taler", "TALER")]
)
def test_a_row_in_another_currency_is_refused(currency, named):
    line = sale(currency=currency)

    assert line.outcome == "refused"
    assert line.reason == f"Währung: This row is in {named}, and the import in EUR."


@pytest.mark.parametrize("header", ["Currency", "Währung", "Devise", "Valuta", "Currency code"])
def test_currency_is_recognised_by_its_header(header):
    assert guess_mapping([header], fields_of("sales")) == {header: "currency"}
