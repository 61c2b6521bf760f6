"""What files that were brought in still tell: their rows in our ledger, and the files themselves."""

import re
from pathlib import Path

from django.conf import settings
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, Trim

from customers.actions.data_import import discard_import, rows_of
from customers.actions.import_retention import forget_headings
from customers.forgetting.leaving import Leaving, NotYet, forgets
from customers.forgetting.said_in_file import LAST_DIGITS, names_one_of
from customers.importing.refusal import FileRefused
from customers.models import (
    DataImport,
    ExternalId,
    ImportedCustomer,
    ImportRow,
    ImportState,
    MendedCell,
    Outcome,
    Purchase,
)

KEEPS_CELLS = (Outcome.REFUSED, Outcome.SET_ASIDE)
WAITING = {ImportState.UPLOADED, ImportState.READY, ImportState.FAILED}
NOTHING = [""]  # nothing is left of the cells; no cells at all would be read from the file again


@forgets
def forget_in_files(leaving: Leaving) -> None:
    """Files that hold them go from the disk, and the ledger of each says no more who it was.

    A file that was not applied yet would bring them back: it is discarded.
    """
    told = _told_in(leaving)
    for brought in DataImport.objects.filter(_may_hold(leaving)).select_related("file"):
        named = names_one_of(_path(brought), leaving.emails, leaving.phones)
        if brought.pk in told or named or _waits_with_their_number(brought, leaving):
            _forget_file(brought, leaving)
    _forget_rows(leaving)


def _told_in(leaving: Leaving) -> set[int]:
    """The imports whose ledger speaks of them, or in which somebody typed their address."""
    typed = MendedCell.objects.annotate(address=Lower(Trim("text"))).filter(address__in=leaving.emails)
    told = {*_rows(leaving).values_list("data_import", flat=True).distinct()}
    return told | {*typed.values_list("data_import", flat=True)}


def _rows(leaving: Leaving) -> QuerySet[ImportRow]:
    bought = Purchase.objects.filter(customer=leaving.customer).values("pk")
    return rows_about(leaving, Q(purchase_id__in=bought))


def rows_about(leaving: Leaving, more: Q | None = None) -> QuerySet[ImportRow]:
    """Rows of files that brought or changed them, and refused ones in which they stand."""
    told = Q(customer_id=leaving.customer.pk) | _said_in_cells(leaving) | (more or Q(pk__in=[]))
    return ImportRow.objects.alias(said=SAID, closed_up=CLOSED_UP).filter(told)


# The cells of a row in one piece: in small letters, and with numbers however they were parted.
SAID = Lower(Func(F("cells"), Value("\n"), function="array_to_string", output_field=TextField()))
CLOSED_UP = Func(SAID, Value(" .-/()"), Value(""), function="translate", output_field=TextField())


def _said_in_cells(leaving: Leaving) -> Q:
    """By an address or a number of theirs, or by what the same till or web shop calls them."""
    said = Q(pk__in=[])
    for email in leaving.emails:
        said |= Q(said__regex=rf"(^|[^a-z0-9._%+-]){re.escape(email.lower())}(?!\.?[a-z0-9-])")
    for phone in leaving.phones:
        if len(phone) > LAST_DIGITS:
            said |= Q(closed_up__contains=phone[-LAST_DIGITS:])
    for source, value in _other_numbers(leaving):
        said |= Q(data_import__options__source=source, cells__contains=[value])
    return Q(outcome__in=KEEPS_CELLS) & said


def _other_numbers(leaving: Leaving) -> list[tuple[str, str]]:
    known = ExternalId.objects.filter(customer=leaving.customer)
    return list(known.values_list("source", "value"))


def _waits_with_their_number(brought: DataImport, leaving: Leaving) -> bool:
    """Would this file bring them back by what another system calls them?"""
    source = brought.options.get("source")
    numbers = {value for known, value in _other_numbers(leaving) if known == source}
    if not numbers or brought.state not in WAITING:
        return False
    try:
        return any(numbers.intersection(row.cells) for row in rows_of(brought))
    except (FileRefused, OSError):
        return False


def _may_hold(leaving: Leaving) -> Q:
    """Imports whose file is there, or whose preview shows rows of it."""
    return Q(pk__in=_told_in(leaving)) | ~Q(state=ImportState.DISCARDED)


def _path(brought: DataImport) -> Path:
    return Path(settings.MEDIA_ROOT) / brought.file.path


def _forget_file(brought: DataImport, leaving: Leaving) -> None:
    if brought.is_underway and not leaving.is_forced:
        raise NotYet(f"import {brought.pk}")
    if brought.state in WAITING:
        brought = discard_import(brought, by=None)
    brought.mended.all().delete()
    brought.counts.pop("samples", None)
    brought.problem, brought.guesses = "", {}  # what was guessed from are somebody's days and amounts
    brought.save(update_fields=["counts", "problem", "guesses"])
    said = "\n".join(map(str, brought.headers)).lower()
    if any(email.lower() in said for email in leaving.emails):
        forget_headings(brought)
    leaving.throw_away(brought.file)


def _forget_rows(leaving: Leaving) -> None:
    """That there was a row stays, so that the sums of the import are right."""
    rows = _rows(leaving)
    rows.exclude(cells=[]).update(cells=NOTHING, reason="")
    rows.update(customer_id=None, changes=None)
    ImportedCustomer.objects.filter(customer_id=leaving.customer.pk).delete()
