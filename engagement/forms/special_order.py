"""What may be typed about special orders."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location
from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from engagement.actions.special_order import Wish
from engagement.forms.days import refuse_odd_years
from engagement.forms.money import MoneyField
from engagement.models import OrderKind

MOST = 9_999


class SpecialOrderForm(OnceForm):
    """A product is enough."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    product = CleanedField(cleaning.clean_text, label=_("What do they want?"), required=True, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=OrderKind, initial=OrderKind.SPECIAL, widget=forms.RadioSelect
    )
    expected_on = forms.DateField(
        label=_("Expected"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day it stands on Today as late."),
        validators=[refuse_odd_years],
    )
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST, initial=1)
    product_code = CleanedField(cleaning.clean_text, label=_("Product code"), max_length=60)
    price = MoneyField(label=_("Price agreed"), required=False)
    deposit = MoneyField(label=_("Paid already"), required=False)
    location = forms.ModelChoiceField(Location.objects.none(), label=_("Where"), required=False)
    note = CleanedField(cleaning.clean_text, label=_("Note"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """The answers as the action takes them."""
        return Wish(**{field.name: self.cleaned_data[field.name] for field in fields(Wish)})
