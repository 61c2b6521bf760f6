"""Typing cells of a file anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from customers.actions.import_mending import Place
from customers.cleaning import LONGEST_CELL
from customers.models import DataImport


@dataclass(frozen=True)
class Cell:
    """A cell that can be typed anew."""

    number: int
    position: int
    header: str
    text: str
    before: str | None = None  # what the file says, once it was mended

    @property
    def name(self) -> str:
        return f"cell_{self.number}_{self.position}"

    @property
    def place(self) -> Place:
        return self.number, self.position


def cells_of(data_import: DataImport) -> Iterator[Cell]:
    """The wrong cells that the preview shows, and those that were mended before."""
    kept = data_import.mended.order_by("number", "position")
    mended = {(each.number, each.position): each for each in kept}
    for sample in data_import.counts.get("samples", {}).get("refused", []):
        if (wrong := sample.get("wrong")) and (sample["number"], wrong["position"]) not in mended:
            yield Cell(sample["number"], wrong["position"], wrong["header"], wrong["text"])
    for each in mended.values():
        header = data_import.headers[each.position]
        yield Cell(each.number, each.position, header, each.text, each.before)


class MendForm(forms.Form):
    """One box for each of these cells."""

    def __init__(self, cells: Iterable[Cell], *arguments: Any) -> None:
        super().__init__(*arguments)
        self.cells = {cell.name: cell for cell in cells}
        for name, cell in self.cells.items():
            self.fields[name] = forms.CharField(
                label=cell.header, initial=cell.text, required=False, max_length=LONGEST_CELL
            )

    @property
    def typed(self) -> dict[Place, str]:
        """What differs from what stood there."""
        texts = {cell: str(self.cleaned_data.get(name, cell.text)) for name, cell in self.cells.items()}
        return {cell.place: text for cell, text in texts.items() if text != cell.text.strip()}

    @property
    def wrong_boxes(self) -> dict[Place, forms.BoundField]:
        """{place: its box} of the cells as the file has them."""
        wrong = [cell for cell in self.cells.values() if cell.before is None]
        return {cell.place: self[cell.name] for cell in wrong}

    @property
    def mended_boxes(self) -> list[tuple[Cell, forms.BoundField]]:
        """Those that were typed anew before, each with what the file says."""
        mended = [cell for cell in self.cells.values() if cell.before is not None]
        return [(cell, self[cell.name]) for cell in mended]
