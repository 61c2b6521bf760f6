"""Today and the lines of a customer in a real browser: one tap, and the way back, with and without script."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Interaction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def overdue(anna):
    """Anna came every ten days, and has not been here for ninety."""
    lines = [Line(product_name="Candle", quantity=Decimal(1), unit_price=Decimal(10))]
    for days in range(90, 190, 10):
        at = timezone.now() - timedelta(days=days)
        record_purchase(Receipt(at=at, lines=lines, currency="GBP"), customer=anna, by=None)
    return anna


def calls() -> int:
    return Interaction.objects.standing().filter(kind="call").count()


@pytest.mark.parametrize(("width", "script"), [(390, True), (1440, True), (1440, False)])
def test_a_call_is_logged_from_today_and_undone(open_as, mira, overdue, width, script):
    window = open_as(mira, width=width, script=script)
    window.goto("/")
    section = window.get_by_role("region", name="Away longer than usual")

    expect(section).to_contain_text("Usually comes every")
    section.get_by_role("button", name="Log a call").click()
    expect(window.locator("main")).to_contain_text("Logged on the timeline.")
    logged = calls()
    window.locator("main").get_by_role("button", name="Undo").click()

    expect(section.get_by_role("button", name="Log a call")).to_be_visible()
    assert (logged, calls()) == (1, 0)


def test_next_week_puts_a_reason_off(open_as, mira, overdue):
    window = open_as(mira)
    window.goto("/today/")

    window.get_by_role("button", name="Next week").click()

    expect(window.locator("main")).to_contain_text("Put off until next week.")
    window.reload()
    expect(window.locator("main")).to_contain_text("Nobody is waiting for you")


@pytest.mark.parametrize("script", [True, False])
def test_a_line_is_pinned_and_taken_back_from_its_menu(open_as, mira, lived_in_shop, script):
    window = open_as(mira, script=script)
    window.goto(f"/customers/{lived_in_shop.pk}/")
    stream = window.locator("#stream")
    line = stream.locator(".day-group .line", has_text="green bowls")

    line.locator("summary").click()
    line.get_by_role("button", name="Pin").click()
    expect(stream.locator(".pinned")).to_contain_text("green bowls")
    line = stream.locator(".day-group .line", has_text="green bowls")
    line.locator("summary").click()
    line.get_by_role("button", name="Take back").click()

    expect(stream).to_contain_text("taken back")
    stream.get_by_role("button", name="Put it back").click()
    expect(stream.locator(".day-group")).to_contain_text(["green bowls"])
