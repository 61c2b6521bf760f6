"""Asking for a customer by name, number or code: whoever is meant is found when the form is sent."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings, User
from customers.models import Customer
from customers.searching import search

MOST = 8
LONGEST = 100


class PersonWidget(forms.TextInput):
    """A text box; below it the ones who may be meant, to choose from."""

    template_name = "customers/_person_widget.html"
    candidates: tuple[Customer, ...] = ()

    def value_from_datadict(self, sent: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        """What was typed, and who was chosen below it. Another name typed after that counts alone."""
        typed, offered_for = sent.get(name, ""), sent.get(f"{name}-offered-for")
        is_typed_anew = offered_for is not None and offered_for.strip() != typed.strip()
        return typed, "" if is_typed_anew else sent.get(f"{name}-chosen", "")

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Customer):
            self.candidates = (value,)
            return str(value)
        return str(value[0] if isinstance(value, tuple) else value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), **_looked_for(name, attrs)})
        chosen = value[1] if isinstance(value, tuple) else ""
        is_known = isinstance(value, Customer)
        context["candidates"] = [(each, is_known or str(each.pk) == chosen) for each in self.candidates]
        shop = ShopSettings.current() if self.candidates else None
        context["home"] = shop.phone_country if shop else ""
        return context


def _looked_for(box: str, attrs: Mapping[str, Any] | None) -> dict[str, str]:
    """With a script, whoever is meant is found while one types; without one, when the form is sent."""
    return {
        "autocomplete": "off",
        "hx-get": f"{reverse('customers:person_find')}?{urlencode({'box': box})}",
        "hx-trigger": "input changed delay:150ms",
        "hx-target": f"#{(attrs or {}).get('id', box)}-meant",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


class PersonField(forms.Field):
    """One customer, or nobody when it may be empty. The form gives it its `user`, who has to see them."""

    widget = PersonWidget
    user: User

    def clean(self, value: tuple[str, str] | None) -> Customer | None:
        typed, chosen = value or ("", "")
        typed = typed.strip()[:LONGEST]
        if customer := self._chosen(chosen):
            return customer
        if not typed:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._found(typed)

    def find(self, typed: str) -> tuple[list[Customer], bool]:
        """Who may be meant, and whether that is a guess."""
        found = search(typed, user=self.user, limit=MOST)
        return found.customers, found.is_guess

    def _chosen(self, number: str) -> Customer | None:
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        customer = Customer.objects.visible_to(self.user).filter(pk=number).first()
        if customer is not None:
            self._offer([customer])
        return customer

    def _found(self, typed: str) -> Customer:
        customers, is_guess = self.find(typed)
        if len(customers) == 1 and not is_guess:
            return customers[0]
        self._offer(customers)
        if customers:
            raise ValidationError(_("Whom do you mean? Please choose."), code="several")
        raise ValidationError(_("We know nobody of this name."), code="nobody")

    def _offer(self, customers: list[Customer]) -> None:
        self.widget.candidates = tuple(customers)
