"""What files that were brought in still tell: their rows in our ledger, and the files themselves."""

from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower, Trim

from customers.actions.data_import import discard_import
from customers.forgetting.leaving import Leaving, NotYet, forgets
from customers.forgetting.said_in_file import names_one_of
from customers.models import DataImport, ImportedCustomer, ImportRow, ImportState, MendedCell, Purchase

NOTHING = [""]  # nothing is left of the cells; no cells at all would be read from the file again


@forgets
def forget_in_files(leaving: Leaving) -> None:
    """Files that hold them go from the disk, and the ledger of each says no more who it was.

    A file that was not applied yet would bring them back: it is discarded.
    """
    told = _told_in(leaving)
    for brought in DataImport.objects.filter(_may_hold(leaving)).select_related("file"):
        if brought.pk in told or names_one_of(_path(brought), leaving.emails, leaving.phones):
            _forget_file(brought, leaving)
    _forget_rows(leaving)


def _told_in(leaving: Leaving) -> set[int]:
    """The imports whose ledger speaks of them, or in which somebody typed their address."""
    typed = MendedCell.objects.annotate(address=Lower(Trim("text"))).filter(address__in=leaving.emails)
    told = {*_rows(leaving).values_list("data_import", flat=True).distinct()}
    return told | {*typed.values_list("data_import", flat=True)}


def _rows(leaving: Leaving) -> QuerySet[ImportRow]:
    bought = Purchase.objects.filter(customer=leaving.customer).values("pk")
    told = Q(customer_id=leaving.customer.pk) | Q(purchase_id__in=bought)
    if words := [*leaving.emails, *leaving.phones]:
        told |= Q(cells__overlap=words)
    return ImportRow.objects.filter(told)


def _may_hold(leaving: Leaving) -> Q:
    """Imports whose file is there, or whose preview shows rows of it."""
    return Q(pk__in=_told_in(leaving)) | ~Q(state=ImportState.DISCARDED)


def _path(brought: DataImport) -> Path:
    return Path(settings.MEDIA_ROOT) / brought.file.path


def _forget_file(brought: DataImport, leaving: Leaving) -> None:
    if brought.is_underway and not leaving.is_forced:
        raise NotYet(f"import {brought.pk}")
    if brought.state in {ImportState.UPLOADED, ImportState.READY, ImportState.FAILED}:
        brought = discard_import(brought, by=None)
    brought.mended.all().delete()
    brought.counts.pop("samples", None)
    brought.problem, brought.guesses = "", {}  # what was guessed from are somebody's days and amounts
    brought.save(update_fields=["counts", "problem", "guesses"])
    leaving.throw_away(brought.file)


def _forget_rows(leaving: Leaving) -> None:
    """That there was a row stays, so that the sums of the import are right."""
    rows = _rows(leaving)
    rows.exclude(cells=[]).update(cells=NOTHING, reason="")
    rows.update(customer_id=None, changes=None)
    ImportedCustomer.objects.filter(customer_id=leaving.customer.pk).delete()
