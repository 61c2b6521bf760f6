"""The numbers in the rules of the cycle."""

from dataclasses import fields

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.actions.cycle_rules import RuleNumbers

LONGEST = 3_650  # ten years


def _number(label: object, *, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most)  # type: ignore[arg-type]


class CycleRulesForm(forms.Form):
    """Four numbers; the sentences above the form name them."""

    regular_after = _number(_("Buying days that make a regular"), least=1, most=100)
    lapsed_after = _number(_("Days without a purchase until lapsed"), least=7, most=LONGEST)
    advocate_for = _number(_("Days a recommendation counts"), least=1, most=LONGEST)
    thank_within = _number(_("Days in which to say thank you"), least=1, most=365)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def numbers(self) -> RuleNumbers:
        """The answers as the action takes them."""
        return RuleNumbers(**{field.name: self.cleaned_data[field.name] for field in fields(RuleNumbers)})
