"""A line of a sale as it is staged, and what has been seen of the order it belongs to."""

from decimal import Decimal
from typing import NamedTuple

from customers.importing.cells import RowRefused
from customers.importing.reading import Row

MOST_NAMES_SHOWN = 2
# A row may tell of several lines: of the further ones the number is the row's with this added on top,
# once, twice … A refund that a row tells of besides has a place above all of these, and in the ledger.
PART, OF_A_REFUND = 1 << 32, 1 << 60
REFUND = "/refund"  # behind the number of the order that it pays back


class SaleLine(NamedTuple):
    """`anchor` is the row that its order starts at: what belongs together is applied together."""

    anchor: int
    number: int
    outcome: str
    reason: str
    order_number: str
    at: str | None
    is_refund: bool
    who_kind: str
    who: str
    who_name: str
    place: str
    country: str
    staff: str
    position: int
    naming: int  # 1, 2, 3: the first, second, third product of the order that has a new name
    product_code: str
    product_name: str
    category: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    cells: list[str]
    bad_cell: int | None = None  # which one it was refused for


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


def left_out_line(row: Row, outcome: str, problem: RowRefused, order_number: str = "") -> SaleLine:
    """A row that becomes nothing, with the reason and its cells, to be mended."""
    nothing = Decimal(0)
    return SaleLine(
        row.number, row.number, outcome, problem.sentence, order_number, None, False, "", "", "", "",
        "", "", 0, 0, "", "", "", nothing, nothing, nothing, row.cells, problem.position,
    )  # fmt: skip
