"""A sale written down by hand: what, how many, for how much."""

from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, ShopSettings
from customers import cleaning
from customers.actions.purchase import Line, Receipt
from customers.forms.fields import CleanedField, OnceForm
from customers.forms.interaction import MOMENT, refuse_odd_moments

LARGEST = Decimal("1000000000")


class PurchaseForm(OnceForm):
    """One line of a receipt; longer ones come from the till."""

    product_name = CleanedField(cleaning.clean_text, label=_("What"), required=True)
    quantity = CleanedField(cleaning.clean_quantity, label=_("How many"), required=True, initial="1")
    unit_price = CleanedField(cleaning.clean_money, label=_("Price of one"), required=True)
    discount = CleanedField(cleaning.clean_money, label=_("Discount"))
    is_refund = forms.BooleanField(label=_("They brought it back"), required=False)
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Empty means now."),
        input_formats=[MOMENT, f"{MOMENT}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    category = CleanedField(partial(cleaning.clean_text, longest=80), label=_("Category"))
    location = forms.ModelChoiceField(Location.objects.none(), label=_("Where"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("quantity", "unit_price", "discount"):
            amount = cleaned.get(name) or Decimal(0)
            if amount < 0 or amount >= LARGEST:
                self.add_error(name, _("Please give a number from 0 up."))
        if not self.errors:
            self._clean_together(cleaned)
        return cleaned

    def _clean_together(self, cleaned: dict[str, Any]) -> None:
        if cleaned["quantity"] == 0:
            self.add_error("quantity", _("At least something must have been bought."))
        elif (cleaned["discount"] or 0) > cleaned["quantity"] * cleaned["unit_price"]:
            self.add_error("discount", _("The discount is more than the price."))

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"] or timezone.now()
        return refuse_odd_moments(at)

    def receipt(self, shop: ShopSettings) -> Receipt:
        """The answers as the action takes them; a refund counts below zero."""
        cleaned = self.cleaned_data
        sign = -1 if cleaned["is_refund"] else 1
        line = Line(
            product_name=cleaned["product_name"],
            quantity=sign * cleaned["quantity"],
            unit_price=cleaned["unit_price"],
            discount=sign * (cleaned["discount"] or Decimal(0)),
            category=cleaned["category"],
        )
        return Receipt(
            at=cleaned["at"],
            currency=shop.currency,
            lines=[line],
            is_refund=cleaned["is_refund"],
            location=cleaned["location"],
        )
