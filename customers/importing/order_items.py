"""Where a row of an orders file says what was bought: its own columns, numbered ones, or a cell each."""

import re
from collections.abc import Callable, Iterator, Sequence

from customers.importing.cells import Column
from customers.importing.order_habits import OrderHabits

# {field: the column it stands in, and what it says}
Item = dict[str, tuple[Column, str]]
ItemReader = Callable[[Sequence[str]], Iterator[Item]]
ITEM_FIELDS = (
    *("product_code", "product_name", "category", "quantity"),
    *("unit_price", "discount", "gross", "total", "line_tax"),
)


def item_headers(headers: Sequence[str], habits: OrderHabits) -> list[str]:
    """The columns that hold items and nothing else."""
    patterns = [pattern for pattern in (habits.item_column, habits.packed_column) if pattern]
    return [name for name in headers if any(re.fullmatch(pattern, name, re.I) for pattern in patterns)]


def item_reader(headers: Sequence[str], columns: Sequence[Column], habits: OrderHabits) -> ItemReader:
    """How the items of a row of this file are found."""
    if numbered := _numbered(headers, habits):
        return lambda cells: _from_numbered(numbered, cells)
    if packed := _packed(headers, habits):
        return lambda cells: _from_packed(packed, habits, cells)
    own = [column for column in columns if column.field in ITEM_FIELDS]
    return lambda cells: iter([_said(own, cells)])


def _said(columns: Sequence[Column], cells: Sequence[str]) -> Item:
    texts = ((column, column.text(cells)) for column in columns)
    return {column.field: (column, text) for column, text in texts if text}


def _numbered(headers: Sequence[str], habits: OrderHabits) -> dict[int, list[Column]]:
    found: dict[int, list[Column]] = {}
    for position, header in enumerate(headers):
        match = habits.item_column and re.fullmatch(habits.item_column, header, re.I)
        if match and (field := habits.item_parts.get(match["part"].lower())):
            found.setdefault(int(match["number"]), []).append(Column(header, position, field))
    return dict(sorted(found.items()))


def _from_numbered(numbered: dict[int, list[Column]], cells: Sequence[str]) -> Iterator[Item]:
    yield from filter(None, (_said(columns, cells) for columns in numbered.values()))


def _packed(headers: Sequence[str], habits: OrderHabits) -> list[Column]:
    return [
        Column(header, position, "")
        for position, header in enumerate(headers)
        if habits.packed_column and re.fullmatch(habits.packed_column, header, re.I)
    ]


def _from_packed(columns: Sequence[Column], habits: OrderHabits, cells: Sequence[str]) -> Iterator[Item]:
    """Cells such as "name:Cup|sku:C1|quantity:2|total:9.00"; a bar inside a name belongs to the name."""
    for column in columns:
        parts: dict[str, str] = {}
        key = ""
        for piece in column.text(cells).split("|"):
            name, colon, text = piece.partition(":")
            if colon and name.strip().lower() in habits.packed_parts:
                key = habits.packed_parts[name.strip().lower()]
                parts[key] = text.strip()
            elif not colon and key:
                parts[key] += f"|{piece}"
            else:
                key = ""
        if any(parts.values()):
            yield {field: (column, text) for field, text in parts.items() if field and text}
