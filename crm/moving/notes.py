"""What lies in the file, for whoever opens it: in a few words, and table by table."""

from collections.abc import Iterator, Mapping

from django.db.models import Model

from crm.moving.contents import BLANKED, LEFT_OUT, file_name, tables

ABOUT = """Everything of your shop
=======================

tables/NAME.csv    one table, for spreadsheets: UTF-8, commas, a heading in the first line. A cell that a
                   spreadsheet might run begins with an apostrophe.
tables/NAME.jsonl  the same table, exact, for programs: one JSON object a line.
files/             what was uploaded, under the names that the tables give it.
about.json         the version, the number of rows of each table, and the fingerprint of each file in here.

To bring it into an empty Regulars of the same or a later version:  manage.py move_in THIS_FILE
Everybody sets a new password there, tablets are paired again, and programs get new keys. Links in mails
that were sent before go on working where the new shop answers at the same address.

Times are in UTC with their offset; money is a decimal number beside its currency; "NAME_id" is the "id"
of a row of the table it says it leads to.
"""


def notes(rows: Mapping[str, int]) -> str:
    """The whole text: the words above, every table with its columns, and what is not in here, and why."""
    return "\n".join([ABOUT, *_tables(rows), *_left_out()]) + "\n"


def _tables(rows: Mapping[str, int]) -> Iterator[str]:
    for model in tables():
        name = file_name(model)
        yield f"\n{name} ({rows.get(name, 0)} rows)"
        yield f"  {(model.__doc__ or '').strip().splitlines()[0]}"
        for field in model._meta.concrete_fields:
            yield f"  - {field.column}: {_kind(model, field)}"


def _kind(model: type[Model], field: object) -> str:
    target = getattr(field, "related_model", None)
    kind = f"leads to {file_name(target)}" if target else type(field).__name__
    is_blank = getattr(field, "column", "") in BLANKED.get(model._meta.label, {})
    return f"{kind} (a secret: not in here)" if is_blank else kind


def _left_out() -> Iterator[str]:
    yield "\nNot in here:"
    yield from (f"  - {label}: {reason}" for label, reason in sorted(LEFT_OUT.items()))
