"""Sums that the shop gives away."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood, clean_money
from customers.forms.fields import CleanedField

MOST = Decimal(100_000)


def clean_gift(text: str) -> Decimal:
    """An amount above nothing, in the smallest coin at most."""
    amount = clean_money(text)
    if not 0 < amount <= MOST:
        raise NotUnderstood(_("Please give an amount above 0, and at most %d.") % MOST)
    if amount != round(amount, 2):
        raise NotUnderstood(_("This amount has too many digits."))
    return amount


class MoneyField(CleanedField):
    """An amount of the shop's own currency; None when it is empty."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(clean_gift, widget=widget, **options)

    def clean(self, value: Any) -> Decimal | None:
        return super().clean(value) or None

    def prepare_value(self, value: Any) -> Any:
        """0.50 as 0.50, and 5.00 as 5."""
        if isinstance(value, Decimal):
            return f"{value:.2f}".removesuffix(".00")
        return value
