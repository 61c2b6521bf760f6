"""What a line comes to: from whichever of price, discount and totals a file gives, exactly."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from customers.importing.cells import RowRefused

Amounts = tuple[Decimal, Decimal, Decimal]
Find = Callable[[str], Decimal | None]


def amounts_of(find: Find) -> Amounts:
    """Quantity, unit price and discount, such that quantity x price - discount is the total.

    `find` gives the clean number of a field, None where the line does not say. Raises RowRefused.
    """
    quantity = find("quantity")
    quantity = Decimal(1) if quantity is None else quantity
    gross, price, discount, total = (find(name) for name in ("gross", "unit_price", "discount", "total"))
    if gross is not None:
        quantity, price, _none = _from_total(quantity, None, gross)
        discount = discount if total is None else _four_places(gross - total)
    if price is None:
        return _from_total(quantity, discount, total)
    if total is None:
        return quantity, price, discount or Decimal(0)
    if discount is None:
        return quantity, price, _four_places(quantity * price - total)
    if quantity * price - discount != total:
        raise RowRefused(_("Quantity, price, discount and total do not add up."))
    return quantity, price, discount


def _from_total(quantity: Decimal, discount: Decimal | None, total: Decimal | None) -> Amounts:
    """Without a price the line is one thing at its total; a division could not be exact."""
    if total is None:
        raise RowRefused(_("The price is missing."))
    whole = total + (discount or Decimal(0))
    if quantity and (price := _exact_price(whole, quantity)) is not None:
        return quantity, price, discount or Decimal(0)
    return Decimal(1), whole, discount or Decimal(0)


def _exact_price(total: Decimal, quantity: Decimal) -> Decimal | None:
    price = round(total / quantity, 4)
    return price if price * quantity == total else None


def _four_places(amount: Decimal) -> Decimal:
    """A difference that our four decimals can hold, or a refusal: nothing is rounded away."""
    if amount != round(amount, 4):
        raise RowRefused(_("Quantity, price and total do not add up to four decimals."))
    return amount
