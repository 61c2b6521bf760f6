"""What the shop's settings page asks."""

from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.shop.actions.shop_settings import ShopCard
from crm.shop.countries import country_choices, currency_choices, time_zone_choices


class SettingsForm(forms.Form):
    """The shop's card."""

    name = forms.CharField(label=_("Shop name"), max_length=80)
    legal_name = forms.CharField(label=_("Legal name"), max_length=120, required=False)
    legal_footer = forms.CharField(
        label=_("Legal footer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands under every mail and public page: address, register, tax number."),
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=country_choices, help_text=_("Decides the public holidays.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=currency_choices,
        help_text=_("For new purchases; what is recorded keeps its own."),
    )
    phone_country = forms.ChoiceField(
        label=_("Default phone country"),
        choices=country_choices,
        help_text=_("For numbers typed without a country code."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    answer_within_hours = forms.IntegerField(
        label=_("Questions are answered within so many opening hours"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Empty means one working day: as long as the door is open on a usual day."),
    )
    requires_second_factor = forms.BooleanField(
        label=_("Everybody needs a second factor (authenticator app or passkey)"), required=False
    )
    state = forms.CharField(widget=forms.HiddenInput, required=False)

    def card(self) -> ShopCard:
        """The answers as the action wants them."""
        answers: dict[str, Any] = self.cleaned_data
        return ShopCard(**{field.name: answers[field.name] for field in fields(ShopCard)})
