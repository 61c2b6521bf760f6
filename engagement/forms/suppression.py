"""Putting addresses on the list of those we do not write to, and letting one go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import ConsentTopic, Customer
from engagement.models import SuppressionScope
from engagement.suppression_file import MOST_BYTES, AddressList, ListRefused, read_list


class SuppressForm(forms.Form):
    """One address, by hand."""

    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    scope = forms.ChoiceField(
        label=_("What it shall not get"),
        choices=SuppressionScope,
        initial=SuppressionScope.ALL_BUT_TRANSACTIONAL,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why"), max_length=200)


class LiftForm(forms.Form):
    """Why, and the yes of the owner, if it is not written down yet."""

    because = forms.CharField(label=_("Why may we write again?"), max_length=200)
    topic = forms.ChoiceField(
        label=_("They said yes just now, to"),
        choices=[("", _("It is written down already")), *ConsentTopic.choices],
        required=False,
    )
    wording = forms.CharField(
        label=_("The words we asked in"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    address = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        help_text=_("We keep no address on this list, so we find them by it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("topic"):
            for name in ("wording", "address"):
                if not cleaned.get(name):
                    self.add_error(name, _("A yes needs its words, and whose it is."))
        return cleaned


class ListForm(forms.Form):
    """A list from another program, or our own."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("One address in each line, or our own hashes; 10 MB at most.")
    )

    def clean_file(self) -> AddressList:
        file = self.cleaned_data["file"]
        try:
            return read_list(file.read(MOST_BYTES + 1))
        except ListRefused as refused:
            raise forms.ValidationError(refused.sentence) from None


class BouncedForm(forms.Form):
    """Which address of a customer does not work."""

    address = forms.ChoiceField(label=_("Which address?"), widget=forms.RadioSelect)

    def __init__(self, typed: Any, *, customer: Customer) -> None:
        super().__init__(typed)
        known = [(email.address, email.address) for email in customer.emails.all()]
        self.fields["address"].choices = known  # type: ignore[attr-defined]
        self.fields["address"].initial = known[0][0] if len(known) == 1 else None
