"""From the rows of a sales file to lines of receipts, each with its place in its order."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood
from customers.importing.cells import Column, Remembered, RowRefused, columns_of
from customers.importing.order_extras import EXTRAS
from customers.importing.reading import Row
from customers.importing.sale_amounts import Amounts, amounts_of
from customers.importing.sale_cells import SaleReading, cleaners_of
from customers.importing.sale_line import OF_A_REFUND, REFUND, Order, SaleLine, left_out_line
from customers.importing.sale_status import Statuses

Judge = Callable[[str, Decimal, Decimal], tuple[bool, str]]
REFERENCES = {
    "customer_external_id": "external",
    "customer_email": "email",
    "customer_phone": "phone",
}


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
        all_columns = list(columns_of(reading.headers, reading.mapping))
        self.columns = columns = {column.field: column for column in all_columns}
        self.name_columns = [column for column in all_columns if column.field == "customer_name"]
        status_columns = [column for column in all_columns if column.field == "order_status"]
        self.statuses = Statuses(status_columns, reading.habits) if status_columns else None
        self.cleaners = {field: Remembered(cleaner) for field, cleaner in cleaners_of(reading).items()}
        self.judge: Judge = judge_by_cancellation if reading.by_cancellation else judge_as_it_stands
        self.who_columns = [
            (kind, columns[field], self.cleaners[field])
            for field, kind in REFERENCES.items()
            if field in columns
        ]
        self.orders: dict[str, Order] = {}

    def lines(self, rows: Callable[[], Iterator[Row]]) -> Iterator[tuple[Row, SaleLine]]:
        """Every line with the row that told of it."""
        for row in rows():
            line = self.read(row)
            yield row, line
            if refund := self._refund(row, line):
                yield row, refund

    def read(self, row: Row) -> SaleLine:
        """The line of this row; one that is refused or set aside says so, and why."""
        if row.problem:
            return self._refused(row, RowRefused(row.problem))
        try:
            return self._line(row)
        except RowRefused as problem:
            return self._refused(row, problem)

    def _get(self, field: str, cells: Sequence[str], empty: Any) -> Any:
        column = self.columns.get(field)
        return empty if column is None else self._read(column, cells, empty)

    def _read(self, column: Column, cells: Sequence[str], empty: Any) -> Any:
        if not (text := cells[column.position]):
            return empty
        try:
            return self.cleaners[column.field][text]
        except NotUnderstood as problem:
            raise column.refusal(problem.sentence) from None

    def _line(self, row: Row) -> SaleLine:
        cells = row.cells
        order_number = self._get("order_number", cells, "")
        if not order_number:
            position = self.columns["order_number"].position
            raise RowRefused(_("The order number is missing."), position=position)
        if self.statuses and (aside := self.statuses.aside(order_number, cells)):
            return left_out_line(row, "set_aside", RowRefused(aside), order_number)
        self._get("currency", cells, None)  # another one is a refusal
        at = self._at(cells)
        quantity, price, discount = self._amounts(cells)
        if self.statuses:
            self.statuses.refuse_unclear_refund(order_number, cells, quantity * price - discount)
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
            who_kind, who, self._name(cells), self._get("place", cells, ""),
            self._get("customer_country", cells, ""), "", position, naming,
            self._get("product_code", cells, ""), name, self._get("category", cells, ""),
            quantity, price, discount, cells if reason else [],
        )  # fmt: skip

    def _refund(self, row: Row, line: SaleLine) -> SaleLine | None:
        """A purchase of its own, below zero, where the row says that what it sold was paid back."""
        total = line.quantity * line.unit_price - line.discount
        if self.statuses is None or line.outcome or total <= 0:
            return None
        if not self.statuses.is_taken_back(line.order_number, row.cells):
            return None
        number = f"{line.order_number}{REFUND}"
        order = self.orders.setdefault(number, Order(line.anchor))
        return line._replace(
            number=OF_A_REFUND + row.number, order_number=number, position=order.place("")[0], naming=0,
            product_code="+refund", product_name=str(EXTRAS["+refund"]), category="",
            quantity=Decimal(1), unit_price=-total, discount=Decimal(0),
        )  # fmt: skip

    def _at(self, cells: Sequence[str]) -> str:
        column = self.columns["at"]
        day = cells[column.position].strip()
        if not day:
            raise RowRefused(_("The date is missing."), position=column.position)
        if time := self.columns.get("time"):
            day = f"{day} {cells[time.position].strip()}".strip()
        try:
            return str(self.cleaners["at"][day])
        except NotUnderstood as problem:
            raise column.refusal(problem.sentence) from None

    def _amounts(self, cells: Sequence[str]) -> Amounts:
        return amounts_of(lambda field: self._get(field, cells, None))

    def _who(self, cells: Sequence[str]) -> tuple[str, str]:
        """What the file calls the customer: the first reference that is there; none is a walk-in."""
        for kind, column, cleaner in self.who_columns:
            if text := cells[column.position]:
                try:
                    if who := (cleaner[self._home(cells)] if kind == "phone" else cleaner)[text]:
                        return kind, who
                except NotUnderstood as problem:
                    raise column.refusal(problem.sentence) from None
        return "", ""

    def _home(self, cells: Sequence[str]) -> str:
        column = self.columns.get("customer_country")
        return cells[column.position] if column else ""

    def _name(self, cells: Sequence[str]) -> str:
        """A whole name, or its two halves in columns of their own."""
        parts = (self._read(column, cells, "") for column in self.name_columns)
        return " ".join(filter(None, parts))[:160]

    def _refused(self, row: Row, problem: RowRefused) -> SaleLine:
        return left_out_line(row, "refused", problem, self._order_number_of(row))

    def _order_number_of(self, row: Row) -> str:
        """So that the rest of an order can be held back with a row of it that is refused."""
        try:
            return str(self._get("order_number", row.cells, ""))
        except RowRefused:
            return ""
