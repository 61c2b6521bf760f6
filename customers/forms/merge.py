"""Whose word stays, field by field; and who the other record is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.comparing import Compared
from customers.forms.person import PersonField
from customers.merging.choices import GONE, KEPT
from customers.models import Customer

WHOSE = [(KEPT, _("The one that stays")), (GONE, _("The other one"))]


class OtherRecordForm(forms.Form):
    """Which other record is the same person."""

    other = PersonField(label=_("Who is the same person?"), help_text=_("Name, phone number or e-mail."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].user = user  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """One choice for each thing that the two say differently, and what they said when the page was opened."""

    versions = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, differences: list[Compared], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences = differences
        for each in differences:
            self.fields[each.name] = forms.ChoiceField(
                label=each.label, choices=WHOSE, initial=each.side, required=False
            )

    @property
    def rows(self) -> list[tuple[Compared, str]]:
        """Each difference with whose word is chosen so far."""
        return [(each, self[each.name].value() or each.side) for each in self.differences]

    def choices(self) -> dict[str, str]:
        return {
            each.name: self.cleaned_data[each.name]
            for each in self.differences
            if self.cleaned_data[each.name]
        }


def versions_of(kept: Customer, gone: Customer) -> str:
    """What the page was made of: another edit makes another text."""
    return f"{kept.version}-{gone.version}"
