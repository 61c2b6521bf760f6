"""From the cells of a row to clean values; every refusal names the column in the file's own words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from customers.cleaning import NotUnderstood

MOST_REMEMBERED = 100_000
NO_WORDS: Mapping[str, Callable[[str], str]] = {}


class RowRefused(Exception):
    """This row cannot be used; the sentence says why, and `position` which cell it is."""

    def __init__(self, sentence: str, *, position: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence[:200]
        self.position = position


@dataclass(frozen=True)
class Column:
    """Where a field stands in the file, and what the file calls it."""

    header: str
    position: int
    field: str
    in_our_words: Callable[[str], str] | None = None

    def text(self, cells: Sequence[str]) -> str:
        """What the cell says, in our words; a row that was cut off says nothing."""
        text = cells[self.position].strip()
        return self.in_our_words(text) if text and self.in_our_words else text

    def clean(self, cleaner: Callable[[str], Any], cells: Sequence[str]) -> Any:
        """The cleaned cell, or a refusal that names this column."""
        try:
            return cleaner(self.text(cells))
        except NotUnderstood as problem:
            raise self.refusal(problem.sentence) from None

    def refusal(self, sentence: str) -> RowRefused:
        """It is this cell that cannot be used."""
        return RowRefused(f"{self.header}: {sentence}", position=self.position)


def columns_of(
    headers: Sequence[str], mapping: Mapping[str, str], words: Mapping[str, Callable[[str], str]] = NO_WORDS
) -> Iterator[Column]:
    """The columns that mean something, in the order of the file."""
    for position, header in enumerate(headers):
        if field := mapping.get(header):
            yield Column(header, position, field, words.get(header))


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
