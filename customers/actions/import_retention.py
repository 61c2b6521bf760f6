"""Files and ledgers do not stay: after a while they are of no use, and full of people."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from crm.shop.actions import audit
from customers.actions.data_import import discard_import, path_of
from customers.actions.import_undo import POSSIBLE_FOR
from customers.models import (
    ColumnMemory,
    DataImport,
    ImportedCustomer,
    ImportLine,
    ImportRow,
    ImportState,
    MendedCell,
)

UNFINISHED = (ImportState.UPLOADED, ImportState.READY, ImportState.FAILED)
FINISHED = (ImportState.APPLIED, ImportState.UNDONE, ImportState.DISCARDED)


def forget_old_imports(now: datetime) -> int:
    """Throw away what is older than its undo: file, ledger and samples. Doing it again finds nothing."""
    old = Q(applied_at__lt=now - POSSIBLE_FOR) | Q(applied_at=None, created_at__lt=now - POSSIBLE_FOR)
    imports = DataImport.objects.filter(old, forgotten_at=None).select_related("file").order_by("pk")
    for data_import in imports.filter(state__in=UNFINISHED):
        discard_import(data_import, by=None)
    count = 0
    for data_import in imports.filter(state__in=FINISHED):
        _forget(data_import, now)
        count += 1
    return count


@transaction.atomic
def _forget(data_import: DataImport, now: datetime) -> None:
    for model in (ImportLine, ImportRow, ImportedCustomer, MendedCell):
        model._default_manager.filter(data_import=data_import).delete()
    data_import.counts.pop("samples", None)
    data_import.guesses, data_import.forgotten_at = {}, now
    data_import.save(update_fields=["counts", "guesses", "forgotten_at"])
    if any("@" in str(heading) for heading in data_import.headers):
        forget_headings(data_import)
    audit.record("import.forgotten", data_import, by=None)
    _throw_away_file(data_import)


def forget_headings(data_import: DataImport) -> None:
    """The first row of a file without headings is somebody, and so is what we remember of its columns."""
    ColumnMemory.objects.filter(mapping__has_any_keys=list(data_import.headers)).delete()
    data_import.headers, data_import.mapping = [], {}
    data_import.shape = data_import.shape | {"headers": []}
    data_import.save(update_fields=["headers", "mapping", "shape"])


def _throw_away_file(data_import: DataImport) -> None:
    path = path_of(data_import)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
