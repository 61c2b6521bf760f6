"""What a file that arrives says of itself: how it writes days and amounts."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from customers.importing.guess_words import settled
from customers.importing.guessing import Guesses, Verdict, gather
from customers.importing.needless import Sieve
from customers.importing.reading import Limits, Shape, read_rows
from customers.importing.refusal import FileRefused
from customers.models import CustomField, DataImport

ROWS_OF_A_WORKBOOK = 2_000  # they are slow to read, and their days are days already


def guesses_of(path: Path, shape: Shape, limits: Limits) -> Guesses:
    """How the file writes. What is wrong with it is said when it is read in earnest."""
    rows = map(Sieve(shape.headers), read_rows(path, shape, limits))
    try:
        return gather(rows if shape.kind == "csv" else islice(rows, ROWS_OF_A_WORKBOOK), len(shape.headers))
    except FileRefused:
        return {}


def settled_by_file(data_import: DataImport, mapping: Mapping[str, str]) -> dict[str, Verdict]:
    """{option: what the file itself says of it}."""
    kinds = dict(CustomField.objects.in_use().values_list("key", "kind"))
    return settled(data_import.guesses, data_import.headers, mapping, kinds)
