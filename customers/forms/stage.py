"""Pinning a stage, and noting that somebody recommended us."""

from datetime import date
from functools import partial

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers import cleaning
from customers.forms.fields import CleanedField
from customers.models import Stage


class StagePinForm(forms.Form):
    """Where they stand, and why the rules are wrong."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage)
    reason = CleanedField(
        partial(cleaning.clean_text, longest=200),
        label=_("Why"),
        required=True,
        help_text=_("Everybody who may see this customer can read it."),
    )
    # The pin that held when the page was opened; empty when none did.
    standing = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RecommendationForm(forms.Form):
    """They sent somebody, or praised the shop to others."""

    on = forms.DateField(
        label=_("When"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = CleanedField(partial(cleaning.clean_text, longest=200), label=_("What happened"))

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This is in the future. Write down what has happened."))
        if on.year < cleaning.FIRST_YEAR:
            raise forms.ValidationError(_("The year of this date cannot be right."))
        return on
