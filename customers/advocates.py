"""Who recommends us by this code or link."""

import re
from dataclasses import dataclass

from crm.web.short_codes import tidy_code
from customers.models import Customer, ReferralCode, ReferralWay

LINK = re.compile(r"/friend/([^/?#]{8,9})/?$")


@dataclass(frozen=True)
class Advocate:
    """Somebody, and how we know it was them."""

    customer: Customer
    way: str


def find_advocate(typed: str) -> Advocate | None:
    """Whose code or link this is, however it was typed or scanned; nobody when it is neither."""
    link = LINK.search(typed)
    code = tidy_code(link[1] if link else typed)
    known = ReferralCode.objects.select_related("customer").filter(code=code).first() if code else None
    if known is None:
        return None
    return Advocate(known.customer, ReferralWay.LINK if link else ReferralWay.CODE)
