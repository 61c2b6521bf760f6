"""A sale or a refund as programs tell and read it."""

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from crm.shop.countries import currency_choices
from crm.shop.models import ShopSettings
from customers import cleaning
from customers.actions.purchase import Line, Receipt
from customers.actions.purchase_batch import Told
from customers.api.fields import Amount, At, Moment, Money, OneOf, Place, Quantity, Text, YesNo
from customers.api.reference_fields import ReferenceBody, references_of
from customers.models import Channel, Purchase
from customers.models.purchase import BY_HAND

LARGEST = Decimal("1000000000")
MOST_LINES, MOST_PURCHASES = 500, 500


class LineBody(Body):
    """One line of a receipt."""

    product_code = Text(partial(cleaning.clean_code, longest=60))
    product_name = Text(cleaning.clean_text)
    category = Text(partial(cleaning.clean_text, longest=80))
    quantity = Amount(cleaning.clean_quantity, nothing=Decimal(1))
    unit_price = Amount(cleaning.clean_money, required=True)
    discount = Amount(cleaning.clean_money, nothing=Decimal(0))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Numbers that make sense together."""
        quantity, discount = attrs.get("quantity", Decimal(1)), attrs.get("discount", Decimal(0))
        if quantity == 0:
            raise ValidationError({"quantity": [_("At least something must have been bought.")]})
        if not 0 <= attrs["unit_price"] < LARGEST:
            raise ValidationError({"unit_price": [_("Please give a number from 0 up.")]})
        whole = quantity * attrs["unit_price"]
        if not min(whole, 0) <= discount <= max(whole, 0):
            raise ValidationError({"discount": [_("The discount is more than the price.")]})
        return attrs


class PurchaseBody(Body):
    """One receipt. The same number of the same source is one receipt, however often it is told."""

    source = Text(partial(cleaning.clean_text, longest=40))  # type: ignore[assignment]
    external_id = Text(cleaning.clean_code)
    at = Moment()
    currency = OneOf(lambda: dict(currency_choices()))
    channel = OneOf(lambda: dict(Channel.choices))
    location = Place()
    is_refund = YesNo()
    refund_of = Text(cleaning.clean_code)
    customer = ReferenceBody(required=False, allow_null=True)
    create_missing = YesNo()
    total = Amount(cleaning.clean_money, nothing=None)
    lines = LineBody(many=True, allow_empty=False, max_length=MOST_LINES)  # type: ignore[call-arg]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A refund says how many came back, above zero; the total must be what the lines add up to."""
        if attrs.get("source") == BY_HAND:
            raise ValidationError({"source": [_("This name is for what is written by hand.")]})
        if attrs.get("refund_of") and not attrs.get("is_refund"):
            raise ValidationError({"refund_of": [_("Only a refund belongs to a purchase.")]})
        if attrs.get("is_refund") and any(line.get("quantity", 1) < 0 for line in attrs["lines"]):
            raise ValidationError({"lines": [_("Say how many came back, above zero.")]})
        return attrs


class BatchBody(Body):
    """Up to five hundred receipts; each stands for itself."""

    purchases = serializers.ListField(child=PurchaseBody(), allow_empty=False)


def told_of(given: dict[str, Any], *, shop: ShopSettings, source: str) -> Told:
    """A receipt as the actions take it.

    Raises ValidationError when the total is another than that of the lines.
    """
    source = given.get("source") or source
    sign = -1 if given.get("is_refund") else 1
    receipt = Receipt(
        at=given.get("at") or timezone.now(),
        currency=given.get("currency") or shop.currency,
        lines=[_line(line, sign) for line in given["lines"]],
        source=source,
        external_id=given.get("external_id", ""),
        is_refund=given.get("is_refund", False),
        channel=given.get("channel", ""),
        location=given.get("location"),
    )
    _refuse_other_total(receipt, given.get("total"))
    return Told(
        replace(receipt, is_refund=receipt.is_refund or receipt.total < 0),
        references=references_of(given.get("customer") or {}, source),
        create_missing=given.get("create_missing", False),
        refund_of=given.get("refund_of", ""),
        says_when=bool(given.get("at")),
    )


def _line(given: dict[str, Any], sign: int) -> Line:
    return Line(
        product_code=given.get("product_code", ""),
        product_name=given.get("product_name", ""),
        category=given.get("category", ""),
        quantity=sign * given.get("quantity", Decimal(1)),
        unit_price=given["unit_price"],
        discount=sign * given.get("discount", Decimal(0)),
    )


def _refuse_other_total(receipt: Receipt, total: Decimal | None) -> None:
    if abs(receipt.total) >= LARGEST:
        raise ValidationError({"lines": [_("This amount has too many digits.")]})
    if total is not None and abs(total) != abs(receipt.total):
        words = _("The lines add up to %s.") % Money().to_representation(abs(receipt.total))
        raise ValidationError({"total": [words]})


class LineShown(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    product_code = serializers.CharField()
    product_name = serializers.CharField()
    category = serializers.CharField()
    quantity = Quantity()
    unit_price = Money()
    discount = Money()
    total = Money()


class PurchaseShown(serializers.Serializer[Any]):
    """A receipt; what came back counts below zero. `customer` is null for a walk-in."""

    id = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    external_id = serializers.CharField()
    at = At()
    is_refund = serializers.BooleanField()
    refund_of = serializers.IntegerField(source="refund_of_id", allow_null=True)
    customer = serializers.IntegerField(source="customer_id", allow_null=True)
    total = Money()
    currency = serializers.CharField()
    channel = serializers.CharField()
    location = serializers.CharField(allow_null=True)
    is_void = serializers.BooleanField(source="is_voided")
    lines = LineShown(many=True)


class ResultShown(serializers.Serializer[Any]):
    """What became of one receipt of a batch: 201 written, 200 known already, 400 or 409 refused."""

    number = serializers.IntegerField()
    status = serializers.IntegerField()
    external_id = serializers.CharField()
    id = serializers.IntegerField(allow_null=True)
    customer = serializers.IntegerField(allow_null=True)
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class BatchShown(serializers.Serializer[Any]):
    """Results in the order of the receipts, and how many of each there are."""

    created = serializers.IntegerField()
    known = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = ResultShown(many=True)


def with_lines() -> Any:
    """Purchases with all that is shown of them."""
    return Purchase.objects.select_related("location").prefetch_related("lines")
