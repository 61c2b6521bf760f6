"""A way in which a file says things. Order and number of its columns never matter: vendors add some."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from customers.importing.added_columns import own_headers
from customers.importing.column_guess import guess_mapping
from customers.importing.fields import fields_of, header_key, left_behind
from customers.importing.needless import needless_headers
from customers.importing.order_habits import OrderHabits
from customers.importing.order_items import item_headers

Kind = Literal["customers", "sales", "orders"]


@dataclass(frozen=True)
class Format:
    """What a till or a web shop writes into its file; one of these for each, and no code elsewhere."""

    key: str
    label: str | Promise
    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)  # {header key: field}
    options: Mapping[str, str] = field(default_factory=dict)  # suggested, and asked in the mapping
    marks: frozenset[str] = frozenset()  # header keys that tell it from others; none: all its columns
    patterns: Mapping[str, str] = field(default_factory=dict)  # {regular expression of a header: field}
    cells: Mapping[str, Callable[[str], str]] = field(default_factory=dict)  # {header key: into our words}
    habits: OrderHabits = field(default_factory=OrderHabits)
    companion: str = ""  # the format of another file that says more of the same orders
    explanation: str | Promise = ""  # why this one cannot be brought in, and what can instead
    says: str | Promise = ""  # what whoever brings it should know

    @property
    def is_generic(self) -> bool:
        """Does it take files of any headers?"""
        return not (self.columns or self.marks)

    @property
    def guess(self) -> str:
        """What we think the file is, named to whoever brought it."""
        words = _("This looks like a %s export.") if self.marks else _("This looks like: %s.")
        return words % self.label

    def recognises(self, headers: Sequence[str]) -> bool:
        """Are all the columns that tell this format in the file?"""
        telling = self.marks or set(self.columns)
        return bool(telling) and set(telling) <= {header_key(name) for name in headers}

    def mapping_of(self, headers: Sequence[str], custom: Mapping[str, str]) -> dict[str, str]:
        """What each known column of this file means."""
        if not self.columns:
            return guess_mapping(own_headers(headers), fields_of(self.kind, custom))
        many = {each.key for each in fields_of(self.kind, custom) if each.may_repeat}
        mapping: dict[str, str] = {}
        for header in headers:
            meaning = self._field_of(header)
            if meaning and (meaning in many or meaning not in mapping.values()):
                mapping[header] = meaning
        return mapping

    def _field_of(self, header: str) -> str:
        if known := self.columns.get(header_key(header)):
            return known
        return next((named for pattern, named in self.patterns.items() if re.search(pattern, header)), "")

    def items_in(self, headers: Sequence[str]) -> list[str]:
        """Numbered columns that items are read from; nobody has to explain them."""
        return item_headers(headers, self.habits)

    def left_behind(self, headers: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
        """Columns that nothing is read from, by the file's own names."""
        said = {*self.items_in(headers), *needless_headers(headers)}
        return [name for name in left_behind(headers, mapping) if name not in said]

    def words_of(self, headers: Sequence[str]) -> dict[str, Callable[[str], str]]:
        """{header: how its cells are said in our words}."""
        return {name: self.cells[header_key(name)] for name in headers if header_key(name) in self.cells}
