"""What is typed at the till tablet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User

PIN_KEYS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"}


class EnrolForm(forms.Form):
    """What the tablet is called and where it stands."""

    name = forms.CharField(label=_("What do you call this tablet?"), max_length=60)
    location = forms.ModelChoiceField(
        label=_("Where does it stand?"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=_("Nowhere in particular"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["location"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        field.queryset = Location.objects.open_for_business()


class SwitchForm(forms.Form):
    """Who stands at the till now."""

    person = forms.ModelChoiceField(label=_("Who are you?"), queryset=User.objects.none(), empty_label=None)
    pin = forms.CharField(label=_("Your PIN"), max_length=12, widget=forms.PasswordInput(attrs=PIN_KEYS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        field.queryset = User.objects.active().exclude(pin="").order_by("name")


class PinForm(forms.Form):
    """A new PIN, asked for together with the password."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    pin = forms.CharField(
        label=_("New PIN"),
        required=False,
        max_length=12,
        widget=forms.PasswordInput(attrs=PIN_KEYS),
        help_text=_("4 to 12 digits. Leave it empty to have no PIN."),
    )
