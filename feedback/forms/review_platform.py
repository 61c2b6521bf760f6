"""A place where people write about us, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import Location
from customers import cleaning
from customers.forms.fields import CleanedField, OnceForm
from feedback.actions.review_platform import Place
from feedback.models import PlatformKind
from feedback.review_rules import may_ask

NAMES = ("kind", "name", "address", "location", "is_asked", "weight", "is_checked")


class PlatformForm(OnceForm):
    """Where it is, and whether customers are asked to write there; whom we ask is no question: all alike."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PlatformKind)
    name = CleanedField(cleaning.clean_text, label=gettext_lazy("Name"), max_length=60, required=True)
    address = forms.URLField(
        label=gettext_lazy("The address where one writes"),
        required=False,
        max_length=400,
        assume_scheme="https",
    )
    location = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=gettext_lazy("All of them"),
        help_text=gettext_lazy("Whoever was there is led to this page."),
    )
    is_asked = forms.BooleanField(label=gettext_lazy("We ask customers to write there"), required=False)
    weight = forms.IntegerField(
        label=gettext_lazy("Share"),
        min_value=1,
        max_value=9,
        initial=1,
        help_text=gettext_lazy("2 is asked for twice as often as 1."),
    )
    is_checked = forms.BooleanField(
        label=gettext_lazy("Look once a week whether the address still answers"),
        required=False,
        help_text=gettext_lazy("This computer then asks there by itself."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.open_for_business()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("is_asked") and not may_ask(typed.get("kind", "")):
            self.add_error("is_asked", _("Nobody may be asked for a review there. We listen, and we reply."))
        elif typed.get("is_asked") and not typed.get("address") and "address" not in self.errors:
            self.add_error("address", _("Whoever is asked needs an address."))
        return typed

    def place(self) -> Place:
        """The answers as the action takes them."""
        return Place(**{name: self.cleaned_data[name] for name in NAMES})
