"""The history calls what this floor keeps by its name, and leads there."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from customers.actions.customer import create_customer
from customers.actions.interaction import Entry, log_interaction
from customers.actions.purchase import Line, Receipt, record_purchase


@pytest.fixture
def history(client, mark):
    """The page of the history as the manager reads it."""
    client.force_login(mark)
    return lambda: str(client.get("/history/").content, "utf-8")


def test_history_names_lines_and_purchases_and_leads_there(history, mira, anna):
    at = timezone.now() - timedelta(hours=1)
    lines = [Line(product_name="Candle", quantity=Decimal(1), unit_price=Decimal("14.50"))]
    log_interaction(anna, Entry(kind="visit", at=at, text="Looked around"), by=mira)
    purchase = record_purchase(Receipt(at=at, lines=lines, currency="GBP"), customer=anna, by=mira)

    page = history()

    assert f'<a href="/customers/{anna.pk}/">Visit, Anna Bell</a>' in page
    assert f'<a href="/purchases/{purchase.pk}/">Purchase {purchase}</a>' in page
    assert "customers.interaction:" not in page


def test_history_names_only_what_was_given_of_a_new_customer(history, shop):
    details = {"given_name": "Tom", "family_name": "", "phones": [], "tags": [], "household": ""}
    tom = create_customer(details, by=None)

    page = history()

    assert f'<a href="/customers/{tom.pk}/">Tom</a>' in page
    assert "household" not in page


def test_history_shows_a_hostile_name_as_it_is(history, shop):
    create_customer({"given_name": "<script>alert(1)</script>"}, by=None)

    page = history()

    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)
