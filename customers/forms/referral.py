"""Asking who sent somebody: by name, or by the code or link of whoever recommended us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.advocates import find_advocate
from customers.forms.person import PersonField
from customers.models import Customer, ReferralWay


class AdvocateField(PersonField):
    """Finds by code and link too, and remembers which way it was."""

    way: ReferralWay = ReferralWay.COUNTER

    def find(self, typed: str) -> tuple[list[Customer], bool]:
        advocate = find_advocate(typed)
        if advocate and Customer.objects.visible_to(self.user).filter(pk=advocate.customer.pk).exists():
            self.way = ReferralWay(advocate.way)
            return [advocate.customer], False
        return super().find(typed)


def sent_by_field() -> AdvocateField:
    """The question in other forms."""
    return AdvocateField(
        label=_("Who sent them?"), required=False, help_text=_("Name or phone number, or a friend's code.")
    )


class ReferralForm(forms.Form):
    """Who sent this customer."""

    advocate = AdvocateField(
        label=_("Who sent them?"), help_text=_("Name or phone number, or a friend's code or link.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["advocate"].user = user  # type: ignore[attr-defined]

    @property
    def way(self) -> str:
        """How we know."""
        return self.fields["advocate"].way  # type: ignore[attr-defined,no-any-return]
