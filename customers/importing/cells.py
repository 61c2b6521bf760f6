"""From the cells of a row to clean values; every refusal names the column in the file's own words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from customers.cleaning import NotUnderstood

MOST_REMEMBERED = 100_000


class RowRefused(Exception):
    """This row cannot be used; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence[:200]


@dataclass(frozen=True)
class Column:
    """Where a field stands in the file, and what the file calls it."""

    header: str
    position: int
    field: str

    def clean(self, cleaner: Callable[..., Any], cells: Sequence[str], **how: Any) -> Any:
        """The cleaned cell, or a refusal that names this column."""
        try:
            return cleaner(cells[self.position], **how)
        except NotUnderstood as problem:
            raise RowRefused(f"{self.header}: {problem.sentence}") from None


def columns_of(headers: Sequence[str], mapping: Mapping[str, str]) -> Iterator[Column]:
    """The columns that mean something, in the order of the file."""
    for position, header in enumerate(headers):
        if field := mapping.get(header):
            yield Column(header, position, field)


class Remembered(dict[str, Any]):
    """A cleaner that knows what it has seen: prices, days and products repeat all through a file."""

    def __init__(self, cleaner: Callable[[str], Any]) -> None:
        super().__init__()
        self.cleaner = cleaner

    def __missing__(self, text: str) -> Any:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = self[text] = self.cleaner(text)
        return value
