"""What an order came to beside its goods: postage, fees, tax on top, discounts, and what nobody itemised."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

NOTHING = Decimal(0)
# What they are called on the receipt; their codes begin with a plus, as no product's does.
EXTRAS = {
    "+shipping": _("Postage"),
    "+fees": _("Fees"),
    "+discount": _("Discount of the order"),
    "+tax": _("Tax"),
    "+other": _("Not itemised"),
    "+refund": _("Refund"),
}
IN_ORDER = ("+shipping", "+fees", "+discount", "+tax", "+other")


class Extra(NamedTuple):
    """A line of a receipt that is no goods."""

    code: str
    amount: Decimal


class Sums(NamedTuple):
    """What the file says of the whole order; None where it does not say."""

    total: Decimal | None = None
    shipping: Decimal = NOTHING
    fees: Decimal = NOTHING
    tip: Decimal = NOTHING
    tax: Decimal = NOTHING
    discount: Decimal = NOTHING


def extras_of(sums: Sums, goods: Decimal, discounts: Decimal) -> Iterator[Extra]:
    """The lines that bring the goods (after their own `discounts`) to the total of the order.

    Whether tax is on top or inside the prices is not said by any file: it is on top where the total has
    room for it. What stays is said to be neither goods nor postage nor tax, so that the total is right.
    """
    discount = max(abs(sums.discount) - abs(discounts), NOTHING)
    total = None if sums.total is None else sums.total - sums.tip
    rest = None if total is None else total - goods - sums.shipping - sums.fees + discount
    tax = sums.tax if rest is None or _has_room(rest, sums.tax) else NOTHING
    other = NOTHING if rest is None else rest - tax
    amounts = (sums.shipping, sums.fees, -discount, tax, other)
    yield from (Extra(code, amount) for code, amount in zip(IN_ORDER, amounts, strict=True) if amount)


def _has_room(rest: Decimal, tax: Decimal) -> bool:
    """Of a refund both are below zero."""
    return bool(tax) and rest * tax > 0 and abs(rest) >= abs(tax)
