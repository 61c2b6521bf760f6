"""What a till says has become of a sale: it stands, it was paid back, or it never was one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from customers.cleaning import fold
from customers.importing.cells import Column
from customers.importing.order_habits import OrderHabits


class Said(NamedTuple):
    """One column's word for a row."""

    column: Column
    text: str

    @property
    def word(self) -> str:
        """As our lists have it: "On-hold" and "on_hold" are one."""
        return " ".join(fold(self.text).replace("_", " ").replace("-", " ").split())


class Statuses:
    """The columns that tell of it; a till may have one for the order and one for its payment."""

    def __init__(self, columns: Sequence[Column], habits: OrderHabits) -> None:
        self.columns, self.habits = columns, habits
        self.earlier: dict[tuple[str, int], str] = {}

    def aside(self, order_number: str, cells: Sequence[str]) -> str:
        """Why this row is no sale. Raises RowRefused for a status that we do not know."""
        said = self._said(order_number, cells)
        for each in said:
            if reason := self.habits.set_aside.get(each.word):
                return str(reason)
        for each in said:
            if each.word not in self.habits.statuses:
                raise each.column.refusal(self.habits.question(each.text))
        return ""

    def refuse_unclear_refund(self, order_number: str, cells: Sequence[str], total: Decimal) -> None:
        """A row that calls itself a refund and is above zero may be either: raises RowRefused."""
        for each in self._said(order_number, cells):
            if total > 0 and each.word in self.habits.returning:
                raise each.column.refusal(self.habits.question(each.text))

    def is_taken_back(self, order_number: str, cells: Sequence[str]) -> bool:
        """Was it sold, and all of it paid back?"""
        return any(each.word in self.habits.taken_back for each in self._said(order_number, cells))

    def _said(self, order_number: str, cells: Sequence[str]) -> list[Said]:
        """Many files say it once an order: an empty cell goes by the rows above it, and says nothing else."""
        said = []
        for column in self.columns:
            key = order_number, column.position
            if text := column.text(cells):
                self.earlier[key] = text
            if text := self.earlier.get(key, ""):
                said.append(Said(column, text))
        return said
