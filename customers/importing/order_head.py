"""What the first row of an order says of all of it: when, who, how much, and whether it counts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood, fold
from customers.importing.cells import Column, RowRefused
from customers.importing.order_extras import NOTHING, Sums
from customers.importing.order_habits import OrderHabits

REFERENCES = {"customer_external_id": "external", "customer_email": "email", "customer_phone": "phone"}
SUMS = {f"order_{name}": name for name in Sums._fields}


class Head(NamedTuple):
    """An order without its goods. With a reason in `aside` it is no sale."""

    at: str | None = None
    who_kind: str = ""
    who: str = ""
    who_name: str = ""
    place: str = ""
    country: str = ""
    sums: Sums = Sums()
    staff: str = ""
    paid_back: Decimal = NOTHING
    is_taken_back: bool = False
    aside: str = ""


class HeadReader:
    """Reads the cells that speak for a whole order."""

    def __init__(
        self,
        columns: Sequence[Column],
        cleaners: Mapping[str, Mapping[str, Any]],
        habits: OrderHabits,
        companion: Mapping[str, Head],
    ) -> None:
        self.columns: dict[str, Column] = {column.field: column for column in reversed(columns)}
        self.all_columns, self.cleaners = columns, cleaners
        self.habits, self.companion = habits, companion

    def stands_in(self, cells: Sequence[str]) -> bool:
        """Is this the row that speaks for its order?"""
        return bool(self._text("at", cells))

    def is_returning(self, cells: Sequence[str]) -> bool:
        """Is this row a refund itself, of a system that tells of them apart?"""
        return (
            bool(self.habits.returning) and fold(self._text("order_status", cells)) in self.habits.returning
        )

    def read(self, cells: Sequence[str], number: str) -> Head:
        """Raises RowRefused with the column that is wrong."""
        if not self.stands_in(cells):
            raise RowRefused(_("The date is missing."), position=self.columns["at"].position)
        if aside := self._aside(cells):
            return Head(aside=aside)
        known = self.companion.get(number, Head())
        self._clean("currency", cells)  # another one is a refusal
        who_kind, who = self._who(cells)
        head = Head(
            known.at or self._at(cells),
            *((who_kind, who) if who else (known.who_kind, known.who)),
            who_name=self._name(cells) or known.who_name,
            place=self._clean("place", cells) or known.place,
            country=self._clean("customer_country", cells) or known.country,
            sums=self._sums(cells, known.sums),
            staff=self._clean("staff", cells) or known.staff,
        )
        status = fold(self._text("order_status", cells))
        return head._replace(
            paid_back=abs(self._clean("order_refunded", cells) or NOTHING),
            is_taken_back=status in self.habits.taken_back,
        )

    def _sums(self, cells: Sequence[str], known: Sums) -> Sums:
        """A sum may stand in several columns: tax of the goods, of the postage, of the fees."""
        said: dict[str, Decimal] = {}
        for column in self.all_columns:
            if (name := SUMS.get(column.field)) and (text := column.text(cells)):
                said[name] = said.get(name, NOTHING) + self._read(column, text)
        return known._replace(**said)

    def _aside(self, cells: Sequence[str]) -> str:
        """Why this order is no sale. Raises RowRefused for a status that we do not know."""
        if self._text("order_cancelled", cells):
            return _("This order was cancelled.")
        payment = fold(self._text("order_payment", cells))
        if any(test in payment for test in self.habits.test_payments):
            return _("This is a test order: no money moved.")
        column = self.columns.get("order_status")
        if column is None:
            return ""
        status = fold(column.text(cells))
        if status not in self.habits.statuses:
            raise column.refusal(self.habits.question(column.text(cells)))
        return str(self.habits.set_aside.get(status, ""))

    def _at(self, cells: Sequence[str]) -> str:
        column = self.columns["at"]
        day, time = column.text(cells), self._text("time", cells)
        in_its_zone = self._clean("time_zone", cells)
        moments = self.cleaners["at"] if in_its_zone is None else in_its_zone
        try:
            return str(moments[f"{day} {time}".strip()])
        except NotUnderstood as problem:
            raise column.refusal(problem.sentence) from None

    def _who(self, cells: Sequence[str]) -> tuple[str, str]:
        """The first reference that is there; none is a walk-in."""
        for field, kind in REFERENCES.items():
            if who := self._clean(field, cells):
                return kind, str(who)
        return "", ""

    def _name(self, cells: Sequence[str]) -> str:
        """A whole name, or its two halves in columns of their own."""
        found = [column.text(cells) for column in self.all_columns if column.field == "customer_name"]
        return " ".join(filter(None, found))[:160]

    def _text(self, field: str, cells: Sequence[str]) -> str:
        return self.columns[field].text(cells) if field in self.columns else ""

    def _clean(self, field: str, cells: Sequence[str]) -> Any:
        if not (text := self._text(field, cells)):
            return None
        return self._read(self.columns[field], text, self._text("customer_country", cells))

    def _read(self, column: Column, text: str, home: str = "") -> Any:
        cleaner = self.cleaners[column.field]
        try:
            return cleaner[home][text] if column.field == "customer_phone" else cleaner[text]
        except NotUnderstood as problem:
            raise column.refusal(problem.sentence) from None
