"""What the first-run page asks."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from crm.shop.actions.opening import NewShop
from crm.shop.countries import country_choices, currency_choices, profile_of, time_zone_choices
from crm.shop.models import User

AS_USUAL = ("", _("As usual in this country"))


class FirstRunForm(forms.Form):
    """The shop and its owner, in one page."""

    shop_name = forms.CharField(label=_("Shop name"), max_length=80)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [AS_USUAL, *time_zone_choices()],
        required=False,
        help_text=_("Left alone, it is that of the country's biggest city."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=lambda: [AS_USUAL, *currency_choices()],
        required=False,
        help_text=_("Left alone, it is the country's own."),
    )
    owner_name = forms.CharField(label=_("Your name"), max_length=80)
    owner_email = forms.EmailField(label=_("Your e-mail"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 15 characters. A sentence is easy to remember."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if country := cleaned.get("country"):
            usual = profile_of(country)
            cleaned["time_zone"] = cleaned.get("time_zone") or usual.time_zone
            cleaned["currency"] = cleaned.get("currency") or usual.currency
        person = User(email=cleaned.get("owner_email", ""), name=cleaned.get("owner_name", ""))
        if password := cleaned.get("password"):
            try:
                validate_password(password, person)
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return cleaned

    def new_shop(self) -> NewShop:
        """The shop part of the answers."""
        answers = self.cleaned_data
        return NewShop(answers["shop_name"], answers["country"], answers["time_zone"], answers["currency"])
