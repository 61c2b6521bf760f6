"""A greeting by text or WhatsApp, one tap from a customer's timeline; or why not."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from customers.forms.fields import new_key
from customers.models import Consent, Customer
from customers.sides import Panel, stands_beside
from engagement.texting import GREETING, Text, filled, why_no_text

TEMPLATE = "engagement/_text_panel.html"


@dataclass(frozen=True)
class TextMessages:
    """What the panel and the page show; each text carries a key that makes a double tap count once."""

    customer_id: int
    texts: list[tuple[Text, str]]


@stands_beside("shop", "name", "language")
def shop_card() -> QuerySet[ShopSettings]:
    """How the shop is called: it stands in the greeting."""
    return ShopSettings.objects.filter(pk=1)


def text_panel(customer: Customer, user: User) -> Panel | None:
    """For those who log what they send; nothing where there is no number."""
    beside: Any = customer
    if not user.can(Permission.INTERACTION_LOG) or not (beside.beside_phones and beside.beside_shop):
        return None
    number, shop = beside.beside_phones[0]["number"], beside.beside_shop[0]
    state = {(row["channel"], row["topic"]): Consent(**row) for row in beside.beside_consents}
    why_not = why_no_text(customer, number, GREETING, state=state, wishes=None, now=timezone.now())
    with translation.override(customer.language or shop["language"]):
        words = filled(str(GREETING.words), customer, shop=shop["name"], colleague=user.name)
    text = Text(str(GREETING.title), words, why_not, number)
    return Panel(TEMPLATE, TextMessages(customer.pk, [(text, new_key())]), title=_("Text or chat"))
