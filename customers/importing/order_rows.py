"""From the rows of an orders file to lines of receipts: several rows an order, or all of it in one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood
from customers.importing.cells import Column, Remembered, RowRefused, columns_of
from customers.importing.order_extras import EXTRAS, NOTHING, Extra, Sums, extras_of
from customers.importing.order_head import Head, HeadReader
from customers.importing.order_items import Item, item_reader
from customers.importing.reading import Row
from customers.importing.sale_amounts import amounts_of
from customers.importing.sale_cells import SaleReading, cleaners_of
from customers.importing.sale_line import OF_A_REFUND, PART, REFUND, Order, SaleLine, left_out_line

Rows = Callable[[], Iterator[Row]]
WORDS = ("product_code", "product_name", "category")
MANY_PARTS = PART << 16  # no row tells of so many items: beyond them stands what is no goods


class Goods(NamedTuple):
    """What a line is about, clean."""

    code: str
    name: str
    category: str
    quantity: Decimal
    price: Decimal
    discount: Decimal

    @property
    def total(self) -> Decimal:
        return self.quantity * self.price - self.discount


class WholeOrder(Order):
    """An order while its rows come by."""

    __slots__ = ("discounts", "goods", "head", "head_row", "rows", "tax", "waiting")

    def __init__(self, anchor: int) -> None:
        super().__init__(anchor)
        self.head_row = 0  # the row that says when, who and how much; the others leave that blank
        self.head: Head | None = None
        self.goods = self.discounts = self.tax = NOTHING
        self.rows = 0  # still to come
        self.waiting: list[Row] = []  # sorted files tell of the goods before they tell of the order


class OrderReader:
    """Cleans order after order of one file, which it reads twice: extras are known when all goods are."""

    def __init__(self, reading: SaleReading) -> None:
        self.reading, self.habits = reading, reading.habits
        columns = list(columns_of(reading.headers, reading.mapping, reading.words))
        self.columns: dict[str, Column] = {column.field: column for column in reversed(columns)}
        self.cleaners = {field: Remembered(cleaner) for field, cleaner in cleaners_of(reading).items()}
        self.items = item_reader(reading.headers, columns, reading.habits)
        self.heads = HeadReader(columns, self.cleaners, reading.habits, reading.companion)
        self.names = {code: str(name) for code, name in EXTRAS.items()}
        self.orders: dict[str, WholeOrder] = {}

    def lines(self, rows: Rows) -> Iterator[tuple[Row, SaleLine]]:
        """Every line with the row that told of it."""
        for row in rows():
            self._look_ahead(row)
        for row in rows():
            yield from self._told(row)

    def _number(self, cells: Sequence[str]) -> str:
        column = self.columns["order_number"]
        number: str = column.clean(self.cleaners["order_number"].__getitem__, cells)
        if not number:
            raise RowRefused(_("The order number is missing."), position=column.position)
        return f"{number}{REFUND}" if self.heads.is_returning(cells) else number

    def _look_ahead(self, row: Row) -> None:
        """Find the row that speaks for its order, and sum up the goods; what is wrong is said later."""
        try:
            number = "" if row.problem else self._number(row.cells)
        except RowRefused:
            return
        if number:
            order = self.orders.setdefault(number, WholeOrder(row.number))
            order.rows += 1
            if not order.head_row and self.heads.stands_in(row.cells):
                order.head_row = row.number
            self._sum_up(order, row.cells)

    def _sum_up(self, order: WholeOrder, cells: Sequence[str]) -> None:
        for item in self.items(cells):
            try:
                goods, tax = self._goods(item), self._find(item, "line_tax")
            except RowRefused:
                continue
            order.goods += goods.total
            order.discounts += goods.discount
            order.tax += tax or NOTHING

    def _told(self, row: Row) -> Iterator[tuple[Row, SaleLine]]:
        try:
            if row.problem:
                raise RowRefused(row.problem)
            order = self.orders[number := self._number(row.cells)]
        except RowRefused as problem:
            yield row, left_out_line(row, "refused", problem)
            return
        order.rows -= 1
        if order.head is None and order.head_row and row.number != order.head_row:
            order.waiting.append(row)
            return
        for each in (row, *order.waiting):
            for line in self._lines(number, order, each):
                yield each, line
        order.waiting = []
        if not order.rows:
            del self.orders[number]

    def _lines(self, number: str, order: WholeOrder, row: Row) -> list[SaleLine]:
        try:
            if order.head is None:
                order.head = Head()  # until it is read: a broken one must not keep the others waiting
                order.head = self.heads.read(row.cells, number)
            if order.head.aside:
                return [left_out_line(row, "set_aside", RowRefused(order.head.aside), number)]
            is_last = not order.rows and row is (order.waiting or [row])[-1]
            rest = self._rest(number, order) if is_last else ()
            return _without_empty([*self._good_lines(number, order, row), *rest])
        except RowRefused as problem:
            return [left_out_line(row, "refused", problem, number)]

    def _good_lines(self, number: str, order: WholeOrder, row: Row) -> list[SaleLine]:
        goods = [self._goods(item) for item in self.items(row.cells)]
        return [
            self._line(number, order, row.number + part * PART, each)
            for part, each in enumerate(goods or [NO_GOODS])
        ]

    def _rest(self, number: str, order: WholeOrder) -> Iterator[SaleLine]:
        """What the order came to beside its goods, when all of these are told; and what was paid back."""
        head = order.head or Head()
        sums = head.sums if head.sums.tax else head.sums._replace(tax=order.tax)
        is_refund = number.endswith(REFUND)
        extras = list(extras_of(sums, order.goods, order.discounts))
        if is_refund and head.paid_back:
            extras.append(Extra("+refund", -head.paid_back))
        for part, extra in enumerate(extras, start=1):
            yield self._line(number, order, order.head_row + part * MANY_PARTS, self._as_goods(extra))
        whole = order.goods + sum((extra.amount for extra in extras), NOTHING)
        if not is_refund and (paid_back := head.paid_back or (whole if head.is_taken_back else NOTHING)):
            yield self._refund(number, order, order.head_row, paid_back)

    def _line(self, number: str, order: WholeOrder, place: int, goods: Goods) -> SaleLine:
        position, naming = order.place("" if goods.code.startswith("+") else goods.name)
        head = order.head or Head()
        return SaleLine(
            order.anchor, place, "", "", number, head.at, False, head.who_kind, head.who, head.who_name,
            head.place, head.country, head.staff, position, naming, *goods, [],
        )  # fmt: skip

    def _refund(self, number: str, order: WholeOrder, place: int, amount: Decimal) -> SaleLine:
        """A purchase of its own, below zero: when the money goes back later, the sale stays as it is."""
        goods = self._as_goods(Extra("+refund", -amount))
        line = self._line(f"{number}{REFUND}", order, OF_A_REFUND + place, goods)
        return line._replace(position=1, naming=0)

    def _as_goods(self, extra: Extra) -> Goods:
        return Goods(extra.code, self.names[extra.code], "", Decimal(1), extra.amount, NOTHING)

    def _goods(self, item: Item) -> Goods:
        code, name, category = (self._clean(item, field) or "" for field in WORDS)
        return Goods(code, name, category, *amounts_of(lambda field: self._find(item, field)))

    def _find(self, item: Item, field: str) -> Decimal | None:
        found: Decimal | None = self._clean(item, field)
        return found

    def _clean(self, item: Item, field: str) -> Any:
        if field not in item:
            return None
        column, text = item[field]
        try:
            return self.cleaners[field][text]
        except NotUnderstood as problem:
            raise column.refusal(problem.sentence) from None


NO_GOODS = Goods("", "", "", Decimal(1), NOTHING, NOTHING)


def _without_empty(lines: list[SaleLine]) -> list[SaleLine]:
    """A row without goods says what comes besides, if anything does."""
    first, *others = lines
    if (
        not others
        or others[0].number > OF_A_REFUND
        or first.product_name
        or first.product_code
        or first.unit_price
    ):
        return lines
    return [others[0]._replace(number=first.number), *others[1:]]


def totals_of(lines: Iterator[tuple[Row, SaleLine]]) -> Mapping[str, Head]:
    """What a file says of each order, for another file that knows their goods."""
    heads: dict[str, Head] = {}
    for _row, line in lines:
        if line.outcome or line.at is None:
            continue
        before = heads.get(line.order_number)
        amount = line.quantity * line.unit_price - line.discount
        total = amount + (before.sums.total or NOTHING if before else NOTHING)
        heads[line.order_number] = Head(
            *(line.at, line.who_kind, line.who, line.who_name, line.place, line.country),
            sums=Sums(total=total),
            staff=line.staff,
        )
    return heads
