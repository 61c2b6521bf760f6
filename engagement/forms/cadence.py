"""How often to be in touch, for a tag or for the whole shop, as a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customers.models import Tag
from engagement.cadence import A_WEEK
from engagement.models import Cadence
from engagement.opened_for import is_number

MOST_WEEKS = 142  # not quite the thousand days a cadence may last
THE_SHOP = "shop"


class WideCadenceForm(forms.Form):
    """With whom, and every how many weeks; it carries what the list above it showed."""

    tag = forms.ModelChoiceField(
        label=_("With whom"), queryset=Tag.objects.all(), required=False, empty_label=_("The whole shop")
    )
    weeks = forms.IntegerField(label=_("Every so many weeks"), min_value=1, max_value=MOST_WEEKS)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_weeks(self) -> int:
        """Kept in days, as a customer's own is."""
        weeks: int = self.cleaned_data["weeks"]
        return weeks * A_WEEK

    def seen_days(self) -> int | None:
        """What the page said for the same ones when it was opened."""
        pairs = (part.split(":") for part in self.cleaned_data["seen"].split(",") if part.count(":") == 1)
        days = dict(pairs).get(_key(self.cleaned_data["tag"] and self.cleaned_data["tag"].pk), "")
        return int(days) if is_number(days) else None

    def whose(self) -> str:
        """In words, for whoever was not the fastest."""
        return str(self.cleaned_data["tag"] or gettext("The whole shop"))


def opened_for(asked: str, known: Sequence[Cadence]) -> dict[str, Any]:
    """The form as it opens: empty, or with what stands for one of them."""
    opened: dict[str, Any] = {"seen": shown_states(known)}
    found = next((cadence for cadence in known if _key(cadence.tag_id) == asked), None)
    if found is None:
        return opened
    return opened | {"tag": found.tag_id, "weeks": max(1, round(found.every_days / A_WEEK))}


def shown_states(known: Sequence[Cadence]) -> str:
    """What the list shows, so that a form knows what its writer had read."""
    return ",".join(f"{_key(cadence.tag_id)}:{cadence.every_days}" for cadence in known)


def _key(tag_id: int | None) -> str:
    return str(tag_id) if tag_id else THE_SHOP
