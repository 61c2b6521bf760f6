"""Taking back something of a purchase we know: never more than is left of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm.shop.models import Location, User
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Purchase, PurchaseLine

EXACT = Decimal("0.0001")


class MoreThanIsLeft(Exception):
    """More would come back than was bought; `left` is the line that says so, where there is one."""

    def __init__(self, left: "Left | None" = None) -> None:
        super().__init__()
        self.left = left


@dataclass(frozen=True)
class Left:
    """A line of a purchase, and how much of it has come back already."""

    line: PurchaseLine
    returned: Decimal

    @property
    def quantity(self) -> Decimal:
        """How many can still come back."""
        return max(self.line.quantity - self.returned, Decimal(0))


@dataclass(frozen=True)
class Return:
    """What comes back: how many of the line at each position."""

    quantities: Mapping[int, Decimal]
    at: datetime
    location: Location | None = None


def why_nothing_comes_back(purchase: Purchase) -> str:
    """Why nothing of this purchase can be taken back, as a sentence; empty when something can."""
    if purchase.is_refund:
        return _("This is a refund already.")
    if purchase.is_voided:
        return _("It is void.")
    if not any(left.quantity for left in what_is_left(purchase)):
        return _("All of it has come back.")
    return ""


def what_is_left(purchase: Purchase) -> list[Left]:
    """Each line of the purchase with what has come back of it, in the order of the receipt."""
    return _share_out(list(purchase.lines.all()), _came_back(purchase))


@transaction.atomic
def take_back(purchase: Purchase, coming_back: Return, *, by: User | None) -> Purchase:
    """Write the refund of some of a purchase's lines; its discounts come back in proportion.

    Quantities are above zero. Raises MoreThanIsLeft; a void purchase or a refund has nothing left.
    """
    purchase = Purchase.objects.select_for_update().get(pk=purchase.pk)
    lines = _lines_back(purchase, coming_back.quantities)
    receipt = Receipt(
        at=coming_back.at,
        currency=purchase.currency,
        lines=lines,
        is_refund=True,
        refund_of=purchase,
        channel=purchase.channel,
        location=coming_back.location,
    )
    if not lines or _exceeds_what_was_paid(purchase, receipt.total):
        raise MoreThanIsLeft
    return record_purchase(receipt, customer=purchase.customer, by=by)


def is_too_much(purchase: Purchase, lines: list[PurchaseLine]) -> bool:
    """Would these lines of a refund bring back more than is left?"""
    left = _by_product(purchase.lines.all())
    for product, quantity in _by_product([*_came_back(purchase), *lines]).items():
        if product in left and left[product] + quantity < 0:
            return True
    return _exceeds_what_was_paid(purchase, sum((line.total for line in lines), Decimal(0)))


def _exceeds_what_was_paid(purchase: Purchase, total: Decimal) -> bool:
    """Refunds that name their lines differently than the purchase does count at least as money."""
    back = sum((refund.total for refund in purchase.refunds.standing()), total)
    return round(purchase.total + back, 2) < 0


def _lines_back(purchase: Purchase, quantities: Mapping[int, Decimal]) -> list[Line]:
    if purchase.is_refund or purchase.is_voided:
        return []
    left = {each.line.position: each for each in what_is_left(purchase)}
    wanted = {position: quantity for position, quantity in quantities.items() if quantity}
    for position, quantity in wanted.items():
        if quantity > left[position].quantity:
            raise MoreThanIsLeft(left[position])
    return [_line_back(left[position], quantity) for position, quantity in sorted(wanted.items())]


def _line_back(left: Left, quantity: Decimal) -> Line:
    line = left.line
    return Line(
        product_code=line.product_code,
        product_name=line.product_name,
        category=line.category,
        quantity=-quantity,
        unit_price=line.unit_price,
        discount=-(_discount_of(left.returned + quantity, line) - _discount_of(left.returned, line)),
        position=line.position,
    )


def _discount_of(quantity: Decimal, line: PurchaseLine) -> Decimal:
    """The discount's part for so many; the parts add up to the whole."""
    return (line.discount * quantity / line.quantity).quantize(EXACT)


def _share_out(lines: list[PurchaseLine], back: Iterable[PurchaseLine]) -> list[Left]:
    """Give what came back to the line it came from: by its place when we wrote it, else by its product."""
    returned = {line.position: Decimal(0) for line in lines}
    for came in back:
        open_quantity = -came.quantity
        for line in sorted(lines, key=lambda line: line.position != came.position):
            if _product(line) == _product(came) and open_quantity > 0:
                part = min(open_quantity, max(line.quantity - returned[line.position], Decimal(0)))
                returned[line.position] += part
                open_quantity -= part
    return [Left(line, returned[line.position]) for line in lines]


def _came_back(purchase: Purchase) -> Iterable[PurchaseLine]:
    return PurchaseLine.objects.filter(purchase__refund_of=purchase, purchase__voided_at=None)


def _product(line: PurchaseLine) -> tuple[str, str, Decimal]:
    return (line.product_code, line.product_name, line.unit_price)


def _by_product(lines: Iterable[PurchaseLine]) -> dict[tuple[str, str, Decimal], Decimal]:
    counted: dict[tuple[str, str, Decimal], Decimal] = defaultdict(Decimal)
    for line in lines:
        counted[_product(line)] += line.quantity
    return counted
