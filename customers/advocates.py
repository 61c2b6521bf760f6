"""Who recommends us by this code or link."""

import re
from dataclasses import dataclass

from crm.web.short_codes import tidy_code
from customers.models import Customer, Merge, ReferralCode, ReferralWay

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
    customer = bearer_of(code)
    return Advocate(customer, ReferralWay.LINK if link else ReferralWay.CODE) if customer else None


def bearer_of(code: str) -> Customer | None:
    """Whose code it is; the code of a record that was put together with another one leads to that."""
    if not code:
        return None
    known = ReferralCode.objects.select_related("customer").filter(code=code).first()
    if known is not None:
        return known.customer
    merge = Merge.objects.standing().select_related("kept").filter(gone_code=code).first()
    return merge.kept if merge else None
