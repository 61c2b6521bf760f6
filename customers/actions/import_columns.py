"""What somebody needs to see who explains the columns of a file."""

from itertools import islice

from customers.actions.data_import import rows_of
from customers.importing.format import Format
from customers.importing.refusal import FileRefused
from customers.models import DataImport, ImportState

ROWS_LOOKED_AT, LONGEST_VALUE, MOST_COMPANIONS = 100, 40, 20


def first_values(data_import: DataImport) -> dict[int, str]:
    """{position: what the first rows say there}, so that nobody has to guess what a column holds."""
    values: dict[int, str] = {}
    try:
        for row in islice(rows_of(data_import), ROWS_LOOKED_AT):
            for position, cell in enumerate(row.cells):
                if position not in values and (words := " ".join(cell.split())):
                    values[position] = (
                        words if len(words) <= LONGEST_VALUE else f"{words[: LONGEST_VALUE - 1]}…"
                    )
    except (FileRefused, FileNotFoundError):  # discarded, or broken further down: its page says so
        pass
    return values


def companions_of(known: Format) -> list[DataImport]:
    """The newest files that say more of the orders of a file of this format."""
    if not known.companion:
        return []
    brought = DataImport.objects.filter(format=known.companion).exclude(state=ImportState.DISCARDED)
    return list(brought.select_related("file").order_by("-pk")[:MOST_COMPANIONS])
