"""What an announcement or an automation cost."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics.models import ProgrammeCost

NAMES = ("gifts", "sending", "time")


def _money(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        required=False,
    )


class ProgrammeCostForm(forms.Form):
    """Three sums; empty is nothing."""

    gifts = _money(
        _("Discounts and rewards that were used"), _("Without vouchers: Regulars counts those by itself.")
    )
    sending = _money(_("Sending"))
    time = _money(_("Time of your people, in money"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, cost: ProgrammeCost, typed: Any = None) -> "ProgrammeCostForm":
        """As it is kept, or as it was typed."""
        names = (*NAMES, "version")
        return cls(typed, initial={name: getattr(cost, name) for name in names})

    @property
    def costs(self) -> dict[str, Decimal]:
        return {name: self.cleaned_data[name] or Decimal(0) for name in NAMES}
