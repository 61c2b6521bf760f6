"""Asking who sent somebody: by name, or by the code or link of whoever recommended us."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.web.short_codes import tidy_code
from customers.forms.person import PersonField
from customers.models import Customer, ReferralCode, ReferralWay

LINK = re.compile(r"/friend/([^/?#]{8,9})/?$")


class AdvocateField(PersonField):
    """Finds by code and link too, and remembers which way it was."""

    way = ReferralWay.COUNTER

    def find(self, typed: str) -> tuple[list[Customer], bool]:
        link = LINK.search(typed)
        code = tidy_code(link[1] if link else typed)
        known = ReferralCode.objects.filter(code=code, customer__in=Customer.objects.visible_to(self.user))
        if code and (found := known.select_related("customer").first()):
            self.way = ReferralWay.LINK if link else ReferralWay.CODE
            return [found.customer], False
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
