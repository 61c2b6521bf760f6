"""Who lives with somebody, and for whom they buy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.forms.person import PersonField


class WithSomebodyForm(forms.Form):
    """Another customer."""

    person = PersonField(label=_("Who?"), help_text=_("Name, phone number or e-mail."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user  # type: ignore[attr-defined]


class BuysForForm(WithSomebodyForm):
    """Another customer, and what to know."""

    note = forms.CharField(
        label=_("What to know"), max_length=160, required=False, help_text=_("Daughter, size 34.")
    )
