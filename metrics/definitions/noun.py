"""What a figure counts, as one of it is called and as many are."""

from dataclasses import dataclass
from typing import Any

MANY = 2  # alone it stands in the plural, as over a column


@dataclass(frozen=True)
class Noun:
    """`words` are both forms, by `ngettext_lazy`; they may name how many `days`."""

    words: Any
    days: int | None = None

    def of(self, number: int) -> str:
        """The form that stands behind this number."""
        return str(self.words.format(number, days=self.days))

    def __str__(self) -> str:
        return self.of(MANY)
