"""What may be said about somebody who works here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Role
from crm.shop.tablet import new_token


class InviteForm(forms.Form):
    """Who is to join."""

    once = forms.CharField(widget=forms.HiddenInput, initial=new_token, required=False, max_length=64)
    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.STAFF)


class PersonForm(forms.Form):
    """A person's name, address and role."""

    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    state = forms.CharField(widget=forms.HiddenInput, required=False)


class LeaveForm(forms.Form):
    """Who takes over the open work of somebody who leaves."""

    to = forms.ModelChoiceField(
        label=_("Who takes over what is open?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody for now"),
    )

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        field.queryset = User.objects.active().exclude(pk=leaver.pk).order_by("name")
