"""Something of a purchase comes back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Interaction, Purchase


@pytest.fixture
def basket(anna, mira):
    """Three mugs with 1 off, and a card; the till told us."""
    lines = [
        Line("Mug", Decimal(3), Decimal(9), product_code="M1", discount=Decimal(1)),
        Line("Card", Decimal(1), Decimal("3.50")),
    ]
    receipt = Receipt(
        at=timezone.now() - timedelta(days=3), currency="GBP", lines=lines, source="till", external_id="T1"
    )
    return record_purchase(receipt, customer=anna, by=None)


def come_back(client, basket, **more):
    return client.post(f"/purchases/{basket.pk}/refund/", {"back-1": "0", "back-2": "0"} | more)


def test_purchase_refund_writes_what_came_back(as_staff, basket, anna, mira):
    for _ in range(2):
        response = come_back(as_staff, basket, **{"back-1": "1", "once": "r"})

    anna.refresh_from_db()
    refund = Purchase.objects.refunds().get()
    assert (refund.refund_of, refund.total, refund.staff, refund.source) == (
        basket,
        Decimal("-8.6667"),
        mira,
        "manual",
    )
    assert list(refund.lines.values_list("position", "product_code", "quantity")) == [(1, "M1", -1)]
    assert anna.spend == basket.total + refund.total
    assert Interaction.objects.get(kind="refund").text == "1 item: Mug"
    assert AuditEntry.objects.filter(
        verb="purchase.recorded", about=f"customers.purchase:{refund.pk}"
    ).exists()
    assert response.headers["Location"] == f"/purchases/{refund.pk}/"


def test_purchase_refund_of_everything_in_parts_adds_up_to_what_was_paid(as_staff, basket, anna):
    for _ in range(3):
        come_back(as_staff, basket, **{"back-1": "1"})
    come_back(as_staff, basket, **{"back-2": "1"})

    anna.refresh_from_db()
    assert anna.spend == 0
    page = as_staff.get(f"/purchases/{basket.pk}/refund/", follow=True).content.decode()
    assert "All of it has come back." in page


def test_purchase_refund_never_exceeds_what_is_left(as_staff, basket):
    come_back(as_staff, basket, **{"back-1": "2"})

    response = come_back(as_staff, basket, **{"back-1": "2"})

    page = response.content.decode()
    assert (response.status_code, Purchase.objects.refunds().count()) == (422, 1)
    assert all(word in page for word in ("Only 1 is left to come back.", 'value="2"', "is-invalid"))


@pytest.mark.parametrize(
    "wrong",
    [{}, {"back-1": "-1"}, {"back-1": "some"}, {"back-1": "4"}, {"back-1": "1", "at": "2001-01-01T10:00"}],
)
def test_purchase_refund_says_what_is_wrong(as_staff, basket, wrong):
    response = come_back(as_staff, basket, **wrong)

    assert (response.status_code, Purchase.objects.refunds().count()) == (422, 0)


def test_purchase_refund_fills_in_everything_without_saving(as_staff, basket):
    come_back(as_staff, basket, **{"back-1": "1"})

    page = come_back(as_staff, basket, everything="1", once="k").content.decode()

    assert all(word in page for word in ('value="2"', 'value="1"', 'value="k"'))
    assert Purchase.objects.refunds().count() == 1


def test_purchase_refund_shows_each_line_with_nothing_coming_back_yet(as_staff, basket):
    page = as_staff.get(f"/purchases/{basket.pk}/refund/").content.decode()

    assert all(word in page for word in ("Mug", "Card", 'name="back-1" value="0"', "3 can come back."))


def test_purchase_refund_voided_lets_it_come_back_again(as_staff, basket):
    come_back(as_staff, basket, **{"back-1": "3"})
    refund = Purchase.objects.refunds().get()

    as_staff.post(f"/purchases/{refund.pk}/void/")
    come_back(as_staff, basket, **{"back-1": "3"})
    page = as_staff.post(f"/purchases/{refund.pk}/restore/", follow=True).content.decode()

    assert "Meanwhile as much has come back as was bought." in page
    assert Purchase.objects.refunds().standing().count() == 1


def test_purchase_refund_itself_is_not_corrected_but_voided(as_staff, basket):
    come_back(as_staff, basket, **{"back-1": "3"})
    refund = Purchase.objects.refunds().get()

    page = as_staff.get(f"/purchases/{refund.pk}/edit/", follow=True).content.decode()

    assert "This refund belongs to a purchase." in page


def test_purchase_with_a_refund_is_neither_voided_nor_corrected(as_staff, basket):
    Purchase.objects.filter(pk=basket.pk).update(source="manual")
    come_back(as_staff, basket, **{"back-1": "1"})

    for way in ("void", "edit"):
        page = as_staff.post(f"/purchases/{basket.pk}/{way}/", follow=True).content.decode()
        assert "Void that refund first." in page
    refund = Purchase.objects.refunds().get()
    page = as_staff.get(f"/purchases/{basket.pk}/").content.decode()
    assert "It cannot be corrected or voided here." in page
    assert f'href="/purchases/{refund.pk}/"' in page
    of_the_refund = as_staff.get(f"/purchases/{refund.pk}/").content.decode()
    assert "It cannot be corrected. This refund belongs to a purchase." in of_the_refund

    assert Purchase.objects.standing().count() == 2


def test_purchase_refund_of_a_void_purchase_stays_void(as_staff, basket):
    Purchase.objects.filter(pk=basket.pk).update(source="manual")
    come_back(as_staff, basket, **{"back-1": "1"})
    refund = Purchase.objects.refunds().get()
    as_staff.post(f"/purchases/{refund.pk}/void/")
    as_staff.post(f"/purchases/{basket.pk}/void/")

    page = as_staff.post(f"/purchases/{refund.pk}/restore/", follow=True).content.decode()

    assert "The purchase it belongs to is void." in page
    assert come_back(as_staff, basket, **{"back-1": "1"}).status_code == 422
    assert "It is void." in as_staff.get(f"/purchases/{basket.pk}/refund/", follow=True).content.decode()


def test_purchase_refund_of_a_walk_in_works_too(as_staff, basket):
    Purchase.objects.filter(pk=basket.pk).update(customer=None)

    come_back(as_staff, basket, **{"back-2": "1"})

    refund = Purchase.objects.refunds().get()
    assert (refund.customer, refund.total) == (None, Decimal("-3.5"))
    as_staff.post(f"/purchases/{refund.pk}/void/")
    as_staff.post(f"/purchases/{refund.pk}/restore/")
    refund.refresh_from_db()
    assert (refund.is_voided, refund.version) == (False, 3)


def test_purchase_refund_counts_what_the_till_has_told_by_product_and_by_money(as_staff, basket, anna):
    lines = [Line("Mug", Decimal(-2), Decimal(9), product_code="M1"), Line("Sundry", Decimal(-1), Decimal(5))]
    receipt = Receipt(
        at=timezone.now(), currency="GBP", lines=lines, is_refund=True, refund_of=basket, source="till"
    )
    record_purchase(receipt, customer=anna, by=None)

    response = come_back(as_staff, basket, **{"back-1": "1", "back-2": "1"})

    assert "More would come back than was paid." in response.content.decode()
    assert come_back(as_staff, basket, **{"back-1": "2"}).status_code == 422
    assert come_back(as_staff, basket, **{"back-2": "1"}).status_code == 302
