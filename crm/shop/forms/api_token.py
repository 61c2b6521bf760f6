"""What a key for a program may do, and for how long."""

import zoneinfo
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Scope
from crm.shop.tablet import new_token


class TokenForm(forms.Form):
    """A name to know it by later; what it opens; when it ends."""

    once = forms.CharField(widget=forms.HiddenInput, initial=new_token, required=False, max_length=64)
    name = forms.CharField(
        label=_("What is it for?"), max_length=40, help_text=_("Such as “Till at the front” or “Web shop”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Works until"),
        required=False,
        help_text=_("Empty means until you take it back."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_expires_on(self) -> datetime | None:
        """The end of that day, on the shop's clock."""
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        zone = zoneinfo.ZoneInfo(timezone.get_current_timezone_name())
        end = datetime.combine(day, time(23, 59, 59), tzinfo=zone)
        if end <= timezone.now():
            raise forms.ValidationError(_("This day is over."))
        return end

    def answers(self) -> dict[str, Any]:
        """As the action takes them."""
        cleaned = self.cleaned_data
        return {"scopes": cleaned["scopes"], "expires_at": cleaned["expires_on"]}
