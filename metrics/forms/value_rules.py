"""How much of revenue is kept."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class ValueRulesForm(forms.Form):
    """One number, or none."""

    margin_percent = forms.DecimalField(
        label=_("Margin in per cent"),
        help_text=_(
            "What is left of 100 of net sales when the goods are paid. Empty: value is shown as revenue."
        ),
        required=False,
        min_value=Decimal("0.1"),
        max_value=Decimal(100),
        max_digits=4,
        decimal_places=1,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
