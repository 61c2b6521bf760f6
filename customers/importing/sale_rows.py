"""From the rows of a sales file to lines of receipts, each with its place in its order."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood
from customers.importing.cells import Column, Remembered, RowRefused, columns_of
from customers.importing.reading import Row
from customers.importing.sale_cells import SaleReading, cleaners_of

Judge = Callable[[str, Decimal, Decimal], tuple[bool, str]]
REFERENCES = {
    "customer_external_id": "external",
    "customer_email": "email",
    "customer_phone": "phone",
}
MOST_NAMES_SHOWN = 2


class SaleLine(NamedTuple):
    """A line as it is staged. `anchor` is the row that its order starts at: what belongs together
    is applied together."""

    anchor: int
    number: int
    outcome: str
    reason: str
    order_number: str
    at: str | None
    is_refund: bool
    who_kind: str
    who: str
    country: str
    position: int
    naming: int  # 1, 2, 3: the first, second, third product of the order that has a new name
    product_code: str
    product_name: str
    category: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    cells: list[str]


class Order:
    """What has been seen of an order so far."""

    __slots__ = ("anchor", "count", "names")

    def __init__(self, anchor: int) -> None:
        self.anchor = anchor
        self.count = 0
        self.names: tuple[str, ...] = ()

    def place(self, name: str) -> tuple[int, int]:
        """(position, naming) of the next line."""
        self.count += 1
        if not name or len(self.names) > MOST_NAMES_SHOWN or name in self.names:
            return self.count, 0
        self.names += (name,)
        return self.count, len(self.names)


def judge_by_cancellation(order_number: str, quantity: Decimal, price: Decimal) -> tuple[bool, str]:
    """Online Retail: C cancels; without it, what has no quantity or no price is no sale."""
    if order_number.startswith(("C", "c")):
        return True, ""
    if quantity <= 0:
        return False, _("The quantity is not above zero.")
    if price <= 0:
        return False, _("The price is not above zero.")
    return False, ""


def judge_as_it_stands(_order_number: str, _quantity: Decimal, _price: Decimal) -> tuple[bool, str]:
    """Generic sales: every line counts; an order whose total is below zero is a refund."""
    return False, ""


class SaleReader:
    """Cleans line after line of one file, and keeps count of the orders."""

    def __init__(self, reading: SaleReading) -> None:
        columns = {column.field: column for column in columns_of(reading.headers, reading.mapping)}
        self.columns = columns
        self.cleaners = {field: Remembered(cleaner) for field, cleaner in cleaners_of(reading).items()}
        self.judge: Judge = judge_by_cancellation if reading.by_cancellation else judge_as_it_stands
        self.who_columns = [
            (kind, columns[field], self.cleaners[field])
            for field, kind in REFERENCES.items()
            if field in columns
        ]
        self.orders: dict[str, Order] = {}

    def read(self, row: Row) -> SaleLine:
        """The line of this row; one that is refused or set aside says so, and why."""
        if row.problem:
            return self._refused(row, row.problem)
        try:
            return self._line(row)
        except RowRefused as problem:
            return self._refused(row, problem.sentence)

    def _get(self, field: str, cells: Sequence[str], empty: Any) -> Any:
        column = self.columns.get(field)
        if column is None or not (text := cells[column.position]):
            return empty
        try:
            return self.cleaners[field][text]
        except NotUnderstood as problem:
            raise _refusal(column, problem) from None

    def _line(self, row: Row) -> SaleLine:
        cells = row.cells
        order_number = self._get("order_number", cells, "")
        if not order_number:
            raise RowRefused(_("The order number is missing."))
        self._get("currency", cells, None)  # another one is a refusal
        at = self._at(cells)
        quantity, price, discount = self._amounts(cells)
        is_refund, reason = self.judge(order_number, quantity, price)
        who_kind, who = self._who(cells)
        name = self._get("product_name", cells, "")
        anchor, position, naming = row.number, 0, 0
        if not reason:
            order = self.orders.get(order_number)
            if order is None:
                order = self.orders[order_number] = Order(row.number)
            anchor, (position, naming) = order.anchor, order.place(name)
        return SaleLine(
            anchor, row.number, "set_aside" if reason else "", reason, order_number, at, is_refund,
            who_kind, who, self._get("customer_country", cells, ""), position, naming,
            self._get("product_code", cells, ""), name, self._get("category", cells, ""),
            quantity, price, discount, cells if reason else [],
        )  # fmt: skip

    def _at(self, cells: Sequence[str]) -> str:
        column = self.columns["at"]
        day = cells[column.position].strip()
        if not day:
            raise RowRefused(_("The date is missing."))
        if time := self.columns.get("time"):
            day = f"{day} {cells[time.position].strip()}".strip()
        try:
            return str(self.cleaners["at"][day])
        except NotUnderstood as problem:
            raise _refusal(column, problem) from None

    def _amounts(self, cells: Sequence[str]) -> tuple[Decimal, Decimal, Decimal]:
        """Quantity, unit price and discount, such that quantity x price - discount is the total."""
        quantity: Decimal = self._get("quantity", cells, Decimal(1))
        price: Decimal | None = self._get("unit_price", cells, None)
        discount: Decimal | None = self._get("discount", cells, None)
        total: Decimal | None = self._get("total", cells, None)
        if price is None:
            return _from_total(quantity, discount, total)
        if total is None:
            return quantity, price, discount or Decimal(0)
        if discount is None:
            return quantity, price, _four_places(quantity * price - total)
        if quantity * price - discount != total:
            raise RowRefused(_("Quantity, price, discount and total do not add up."))
        return quantity, price, discount

    def _who(self, cells: Sequence[str]) -> tuple[str, str]:
        """What the file calls the customer: the first reference that is there; none is a walk-in."""
        for kind, column, cleaner in self.who_columns:
            if text := cells[column.position]:
                try:
                    if who := cleaner[text]:
                        return kind, who
                except NotUnderstood as problem:
                    raise _refusal(column, problem) from None
        return "", ""

    def _refused(self, row: Row, reason: str) -> SaleLine:
        nothing = Decimal(0)
        return SaleLine(
            row.number, row.number, "refused", reason, self._order_number_of(row), None, False,
            "", "", "", 0, 0, "", "", "", nothing, nothing, nothing, row.cells,
        )  # fmt: skip

    def _order_number_of(self, row: Row) -> str:
        """So that the rest of an order can be held back with a row of it that is refused."""
        try:
            return str(self._get("order_number", row.cells, ""))
        except RowRefused:
            return ""


def _refusal(column: Column, problem: NotUnderstood) -> RowRefused:
    return RowRefused(f"{column.header}: {problem.sentence}")


def _from_total(
    quantity: Decimal, discount: Decimal | None, total: Decimal | None
) -> tuple[Decimal, Decimal, Decimal]:
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
