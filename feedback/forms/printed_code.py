"""Where a code on paper will hang, and what it asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location
from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from feedback.models import Survey, SurveyKind


class PrintedCodeForm(OnceForm):
    """A survey that is on, and a spot."""

    survey = forms.ModelChoiceField(
        label=_("What does it ask?"), queryset=Survey.objects.none(), empty_label=None
    )
    spot = CleanedField(
        cleaning.clean_text,
        label=_("Where will it be?"),
        max_length=60,
        required=True,
        help_text=_(
            "At the till, table 4, on the receipt: you see how many answered at each, unless it is anonymous."
        ),
    )
    location = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=_("No place in particular"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only whoever complained can say how the complaint went.
        asked = Survey.objects.switched_on().exclude(kind=SurveyKind.COMPLAINT)
        self.fields["survey"].queryset = asked  # type: ignore[attr-defined]
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]
