"""What a tablet for customers is called, where it stands, and what it asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location
from feedback.models import Survey, SurveyKind


class KioskForm(forms.Form):
    """One question with a scale, of a survey that is on."""

    name = forms.CharField(label=_("What do you call this tablet?"), max_length=60)
    survey = forms.ModelChoiceField(
        label=_("What does it ask?"), queryset=Survey.objects.none(), empty_label=None
    )
    location = forms.ModelChoiceField(
        label=_("Where does it stand?"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=_("Nowhere in particular"),
        help_text=_("It sleeps while that place is closed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = _with_a_scale()  # type: ignore[attr-defined]
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]


def _with_a_scale() -> Any:
    """The tablet asks the first question that has a scale, and no other."""
    asked = Survey.objects.switched_on().exclude(kind=SurveyKind.COMPLAINT)
    fitting = [
        survey.pk
        for survey in asked.select_related("current")
        if survey.current is not None and survey.current.score is not None
    ]
    return Survey.objects.filter(pk__in=fitting)
