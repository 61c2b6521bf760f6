"""For how long one kind of thing is kept."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from customers.keeping.rules import Keeping

LONGEST = 36_500


class KeepingForm(forms.Form):
    """On or off, and after how many days."""

    is_on = forms.BooleanField(label=_("Let go of them by itself"), required=False)
    days = forms.IntegerField(label=_("After so many days"), max_value=LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, keeping: Keeping, typed: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(typed, prefix=keeping.key, initial=initial)
        days = self.fields["days"]
        days.validators.append(MinValueValidator(keeping.least))
        days.widget.attrs |= {"min": keeping.least}
