"""The link by which somebody recommends the shop: its code is no secret, and shows a first name at most."""

from django.conf import settings

from crm.shop.models import User
from crm.web.short_codes import grouped
from customers.actions.referral import make_referral_code
from customers.models import Customer


def friend_link(customer: Customer, *, by: User | None) -> str:
    """The address to pass on; made when it is first asked for."""
    return friend_url(make_referral_code(customer, by=by).code)


def friend_url(code: str) -> str:
    """The address of a code."""
    return f"{settings.PUBLIC_URL}/friend/{grouped(code)}/"
