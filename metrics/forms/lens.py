"""The filters above the figures. They live in the address, so the form is sent by GET."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location
from customers.models import Channel
from metrics.lens import Lens

DAYS = (7, 30, 90, 365)
USUAL = ("", _("Usual for each figure"))
LENGTHS = [USUAL, *((str(days), _("%d days") % days) for days in DAYS)]


class LensForm(forms.Form):
    """What is not understood is left out, and said."""

    use_required_attribute = False

    days = forms.TypedChoiceField(
        label=_("Period"), choices=LENGTHS, coerce=int, empty_value=None, required=False
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    location = forms.ModelChoiceField(
        label=_("Place"), queryset=Location.objects.all(), required=False, empty_label=_("All places")
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", _("All channels")), *Channel.choices], required=False
    )

    def __init__(self, query: QueryDict, *, today: date) -> None:
        super().__init__({name: query.get(name, "") for name in self.base_fields}, auto_id="lens_%s")
        self.today = today

    def clean_until(self) -> date:
        """Nobody knows the days to come."""
        until: date = self.cleaned_data["until"] or self.today
        if until > self.today:
            raise forms.ValidationError(_("This day is still to come. The figures are shown until today."))
        return until

    @property
    def lens(self) -> Lens:
        """What could be understood of it."""
        asked: dict[str, Any] = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Lens(
            last=asked.get("until") or self.today,
            today=self.today,
            days=asked.get("days"),
            location=asked.get("location"),
            channel=asked.get("channel", ""),
        )
