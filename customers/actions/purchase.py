"""Writing down what was bought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.actions import audit
from crm.shop.models import Location, User
from customers.actions.figures import refresh_figures
from customers.actions.interaction import Entry, log_interaction
from customers.kinds import PURCHASE, REFUND
from customers.models import Customer, Purchase, PurchaseLine
from customers.models.purchase import BY_HAND


@dataclass(frozen=True)
class Line:
    """One line of a receipt."""

    product_name: str
    quantity: Decimal
    unit_price: Decimal
    product_code: str = ""
    category: str = ""
    discount: Decimal = Decimal(0)
    position: int | None = None  # the next one, unless it answers a line of another receipt

    @property
    def total(self) -> Decimal:
        return self.quantity * self.unit_price - self.discount


@dataclass(frozen=True)
class Receipt:
    """A sale or refund, before it is written."""

    at: datetime
    currency: str
    lines: Sequence[Line]
    source: str = BY_HAND
    external_id: str = ""
    is_refund: bool = False
    refund_of: Purchase | None = None
    channel: str = ""
    location: Location | None = None

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))


@transaction.atomic
def record_purchase(receipt: Receipt, *, customer: Customer | None, by: User | None) -> Purchase:
    """Write a receipt with its lines and, for a known customer, its line on the timeline.

    The same (source, external_id) a second time gives the first purchase back.
    """
    if known := _known(receipt):
        return known
    purchase = _write(receipt, customer, by)
    if customer is not None:
        log_interaction(customer, timeline_entry(purchase, receipt.lines), by=by)
        refresh_figures([customer.pk])
    audit.record("purchase.recorded", purchase, by=by, counts={"lines": len(receipt.lines)})
    return purchase


def kind_key(purchase: Purchase) -> str:
    """What a purchase is called on the timeline."""
    return REFUND.key if purchase.is_refund else PURCHASE.key


def timeline_entry(purchase: Purchase, lines: Sequence[Line | PurchaseLine]) -> Entry:
    """The line that a purchase has on the timeline."""
    return Entry(
        kind=kind_key(purchase),
        at=purchase.at,
        text=summary([line.product_name for line in lines]),
        channel=purchase.channel,
        location=purchase.location,
        about=audit.label(purchase),
    )


def summary(product_names: Sequence[str]) -> str:
    """ "3 items: Tea towel, Candle, …": what a receipt was about, in a line."""
    count = ngettext("%d item", "%d items", len(product_names)) % len(product_names)
    named = list(dict.fromkeys(name for name in product_names if name))
    if not named:
        return count
    shown = ", ".join(named[:2]) + (", …" if len(named) > 2 else "")
    return _("%(count)s: %(names)s") % {"count": count, "names": shown}


def _known(receipt: Receipt) -> Purchase | None:
    if not receipt.external_id:
        return None
    return Purchase.objects.filter(source=receipt.source, external_id=receipt.external_id).first()


def _write(receipt: Receipt, customer: Customer | None, by: User | None) -> Purchase:
    purchase = row_of(receipt, customer.pk if customer else None, by=by)
    purchase.save()
    PurchaseLine.objects.bulk_create(lines_of(purchase, receipt.lines))
    return purchase


def row_of(receipt: Receipt, customer_id: int | None, *, by: User | None) -> Purchase:
    """The row of a receipt, before it is saved."""
    return Purchase(
        customer_id=customer_id,
        at=receipt.at,
        is_refund=receipt.is_refund,
        refund_of=receipt.refund_of,
        total=receipt.total,
        currency=receipt.currency,
        channel=receipt.channel,
        location=receipt.location,
        staff=by,
        source=receipt.source,
        external_id=receipt.external_id,
    )


def lines_of(purchase: Purchase, lines: Sequence[Line]) -> list[PurchaseLine]:
    """The rows of a receipt's lines, in their order."""
    return [
        PurchaseLine(
            purchase=purchase,
            position=line.position or number,
            product_code=line.product_code,
            product_name=line.product_name,
            category=line.category,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount=line.discount,
        )
        for number, line in enumerate(lines, start=1)
    ]
