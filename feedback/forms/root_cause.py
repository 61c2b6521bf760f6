"""A cause of our own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.forms.fields import CleanedField
from feedback.models import RootCause


class RootCauseForm(forms.Form):
    """Its name, and the group it belongs to."""

    name = CleanedField(cleaning.clean_text, label=_("A cause of your own"), required=True, max_length=60)
    above = forms.ModelChoiceField(
        label=_("belongs to"),
        queryset=RootCause.objects.none(),
        required=False,
        empty_label=_("nothing above"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = RootCause.objects.in_use().filter(above=None).order_by("name")
        self.fields["above"].queryset = groups  # type: ignore[attr-defined]
