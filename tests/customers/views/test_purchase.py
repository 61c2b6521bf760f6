"""Receipts by hand, and opened from the timeline."""

from decimal import Decimal

import pytest

from customers.models import Customer, Interaction, Purchase

VASE = {"product_name": "Blue vase", "quantity": "2", "unit_price": "12.345", "once": "v"}


def test_purchase_record_writes_the_receipt_its_line_and_the_figures(as_staff, anna):
    for _ in range(2):
        as_staff.post(f"/customers/{anna.pk}/purchases/new/", VASE)

    anna.refresh_from_db()
    purchase = Purchase.objects.get()
    assert (purchase.total, anna.spend, anna.purchase_count) == (Decimal("24.69"), Decimal("24.69"), 1)
    line = Interaction.objects.get()
    assert (line.kind, line.text, line.about) == (
        "purchase",
        "1 item: Blue vase",
        f"customers.purchase:{purchase.pk}",
    )


def test_purchase_record_of_a_refund_counts_below_zero(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/purchases/new/", VASE | {"is_refund": "on", "discount": "1"})

    assert Purchase.objects.get().total == Decimal("-23.69")
    assert Interaction.objects.get().kind == "refund"
    assert Customer.objects.get().purchase_count == 0


@pytest.mark.parametrize(
    "wrong", [{"quantity": "0"}, {"unit_price": "-1"}, {"unit_price": "much"}, {"product_name": ""}]
)
def test_purchase_record_says_what_is_wrong(as_staff, anna, wrong):
    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", VASE | wrong)

    assert (response.status_code, Purchase.objects.count()) == (422, 0)
    assert "is-invalid" in response.content.decode()


def test_purchase_detail_shows_the_lines(as_staff, anna):
    as_staff.post(f"/customers/{anna.pk}/purchases/new/", VASE)

    page = as_staff.get(f"/purchases/{Purchase.objects.get().pk}/").content.decode()

    assert all(word in page for word in ("Blue vase", "£24.69", "Anna Bell"))


def test_purchase_record_refuses_more_discount_than_price(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", VASE | {"discount": "50"})

    assert "The discount is more than the price." in response.content.decode()
    assert Purchase.objects.count() == 0


def test_purchase_record_refuses_a_year_nobody_remembers(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/purchases/new/", VASE | {"at": "1850-01-01T10:00"})

    assert (response.status_code, Purchase.objects.count()) == (422, 0)
