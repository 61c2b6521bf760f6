"""The words in curly brackets that a mail may hold, and what stands there for a customer."""

from collections.abc import Mapping

from crm.shop.models import ShopSettings
from customers.models import Customer
from engagement.models import Message


def fields_of(
    message: Message, customer: Customer | None, shop: ShopSettings, extra: Mapping[str, str]
) -> dict[str, str]:
    """{merge field: its words}; empty where we do not know them."""
    first_name = (customer.preferred_name or customer.given_name) if customer else ""
    name = str(customer) if customer else ""
    return {"first_name": first_name, "name": name, "shop": shop.name, **extra}
