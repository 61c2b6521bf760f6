"""An address that does not work stands beside the timeline: somebody may ask for a new one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat, Left

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import Customer, Email
from customers.sides import Panel, stands_beside
from engagement.addresses import address_hash
from engagement.desk import lay_out, on_the_desk
from engagement.models import Suppression, SuppressionReason

TEMPLATE = "engagement/_address_panel.html"
DEAD = (SuppressionReason.HARD_BOUNCE, SuppressionReason.SOFT_BOUNCE, SuppressionReason.INVALID)
MOST = 20


@dataclass(frozen=True)
class LostAddresses:
    """What the panel shows."""

    customer: Customer
    addresses: list[str]
    may_edit: bool


@stands_beside("lost_addresses", "address_hash")
def perhaps_lost() -> QuerySet[Suppression]:
    """Those that look like one of theirs: the list holds no addresses, so the hash decides later."""
    words = TextField()
    domain = Func(F("address"), Value("@"), Value(2), function="split_part", output_field=words)
    theirs = Email.objects.filter(customer=OuterRef(OuterRef("pk")))
    hints = theirs.annotate(hint=Concat(Left("address", 1), Value("…@"), domain, output_field=words)).values(
        "hint"
    )
    return Suppression.objects.filter(lifted_at=None, reason__in=DEAD, address_hint__in=hints)[:MOST]


def address_panel(customer: Customer, user: User) -> Panel | None:
    """Only when an address of theirs is lost."""
    told: list[dict[str, Any]] = customer.beside_lost_addresses  # type: ignore[attr-defined]
    if not told:
        return None
    hashes = {row["address_hash"] for row in told}
    with on_the_desk(lay_out()):
        emails = [row["address"] for row in customer.beside_emails]  # type: ignore[attr-defined]
        lost = [address for address in emails if address_hash(address) in hashes]
    if not lost:
        return None
    return Panel(TEMPLATE, LostAddresses(customer, lost, user.can(Permission.CUSTOMER_EDIT)))
