"""The life of an import: brought in, its columns explained, previewed, applied or discarded."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import Job, ShopSettings, StoredFile, User
from customers.actions.import_guesses import guesses_of, settled_by_file
from customers.importing.format import Format
from customers.importing.formats import FORMATS, fingerprint, recognise
from customers.importing.guessing import Guesses
from customers.importing.needless import Sieve
from customers.importing.reading import Limits, Row, Shape, about_rows, examine, patched, read_rows
from customers.importing.refusal import FileRefused
from customers.models import ColumnMemory, CustomField, DataImport, ImportLine, ImportState

# Which state may follow which; anything else is a mistake or somebody who was slower.
MOVES = {
    ImportState.UPLOADED: {ImportState.PREVIEWING, ImportState.DISCARDED},
    ImportState.PREVIEWING: {
        ImportState.PREVIEWING,
        ImportState.READY,
        ImportState.FAILED,
        ImportState.DISCARDED,
    },
    ImportState.READY: {ImportState.PREVIEWING, ImportState.APPLYING, ImportState.DISCARDED},
    ImportState.APPLYING: {ImportState.APPLYING, ImportState.APPLIED},
    ImportState.FAILED: {ImportState.PREVIEWING, ImportState.DISCARDED},
    ImportState.APPLIED: {ImportState.UNDOING},
    ImportState.UNDOING: {ImportState.UNDONE},
    ImportState.UNDONE: set(),
    ImportState.DISCARDED: set(),
}


class ImportMovedOn(Exception):
    """Somebody else, or another tab, has already taken this import further."""


def limits() -> Limits:
    """How much we read at most."""
    return Limits(settings.IMPORT_MAX_BYTES, settings.IMPORT_MAX_ROWS, settings.UPLOAD_MAX_BYTES)


def path_of(data_import: DataImport) -> Path:
    """Where the file lies, under its random name."""
    return Path(settings.MEDIA_ROOT) / data_import.file.path


def rows_of(data_import: DataImport, *, after: int = 0) -> Iterator[Row]:
    """The rows of the file, from a row on."""
    rows = read_rows(path_of(data_import), Shape(**data_import.shape), limits(), after=after)
    mended = mended_cells(data_import)
    return map(Sieve(data_import.headers), (patched(row, mended) for row in rows) if mended else rows)


def mended_cells(data_import: DataImport) -> dict[int, dict[int, str]]:
    """{row: {position: what somebody typed there}}."""
    cells: dict[int, dict[int, str]] = {}
    for number, position, text in data_import.mended.values_list("number", "position", "text"):
        cells.setdefault(number, {})[position] = text
    return cells


def about_rows_of(data_import: DataImport) -> int:
    """About how many rows the file has, for the progress bar."""
    return about_rows(path_of(data_import), Shape(**data_import.shape), limits())


def receive_file(name: str, blocks: Iterable[bytes], *, by: User | None) -> DataImport:
    """Stream a file to its place on disk and look at it.

    Raises FileRefused; then nothing of the file stays.
    """
    short = Path(name.replace("\\", "/")).name[-200:]
    relative = f"imports/{secrets.token_hex(16)}"
    path = Path(settings.MEDIA_ROOT) / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, sha256 = _store(path, blocks, limits().unpacked)
        shape = examine(path, short, limits())
        stored = StoredFile(name=short, path=relative, size=size, sha256=sha256, created_by=by)
        return _begin(stored, shape.kept(), guesses_of(path, shape, limits()), by=by)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _store(path: Path, blocks: Iterable[bytes], most_bytes: int) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for block in blocks:
            size += len(block)
            if size > most_bytes:
                raise FileRefused(_("This file is too large (at most %d MB).") % (most_bytes // 1_000_000))
            digest.update(block)
            file.write(block)
    return size, digest.hexdigest()


@transaction.atomic
def _begin(stored: StoredFile, shape: dict[str, object], guesses: Guesses, *, by: User | None) -> DataImport:
    stored.save()
    data_import = DataImport(file=stored, shape=shape, headers=shape["headers"], created_by=by)
    data_import.guesses = guesses
    known = _remembered_format(data_import.headers) or recognise(data_import.headers)
    data_import.format = known.key if known else ""
    data_import.save()
    audit.record("import.uploaded", data_import, by=by, counts={"bytes": stored.size})
    return data_import


def earlier_import(data_import: DataImport) -> DataImport | None:
    """The last time somebody applied exactly this file."""
    begun = DataImport.objects.filter(state__in=[ImportState.APPLYING, ImportState.APPLIED])
    same = begun.filter(file__sha256=data_import.file.sha256).exclude(pk=data_import.pk)
    return same.order_by("-pk").first()


def custom_labels() -> dict[str, str]:
    """{key: label} of the fields this shop added."""
    return dict(CustomField.objects.in_use().values_list("key", "label"))


def suggest_columns(data_import: DataImport, known: Format) -> tuple[dict[str, str], dict[str, str]]:
    """(mapping, options) to start from: last time's for these headers, else our guess.

    Where all of the file settles how a day or an amount is written, that is stronger than any habit.
    """
    mapping, options = known.mapping_of(data_import.headers, custom_labels()), usual_options(known)
    if memory := remembered(data_import, known):
        mapping, options = memory.mapping, options | memory.options
    found = settled_by_file(data_import, mapping)
    return mapping, options | {name: each.choice for name, each in found.items() if each.is_settled}


def remembered(data_import: DataImport, known: Format) -> ColumnMemory | None:
    """How somebody explained these columns before."""
    return ColumnMemory.objects.filter(fingerprint=_memory_key(data_import.headers, known)).first()


def usual_options(known: Format) -> dict[str, str]:
    """What the shop's own card suggests, and what the format knows better."""
    shop = ShopSettings.current()
    usual = {"source": "file", "day_order": "dmy", "decimal_mark": "."}
    if shop:
        usual |= {"currency": shop.currency, "time_zone": shop.time_zone, "phone_country": shop.phone_country}
    return usual | dict(known.options)


def _lasting(options: Mapping[str, str]) -> dict[str, str]:
    """What will be true of the next file too: another one goes with it."""
    return {name: answer for name, answer in options.items() if name != "companion"}


def _memory_key(headers: list[str], known: Format) -> str:
    return hashlib.sha256(f"{known.key}:{fingerprint(headers)}".encode()).hexdigest()


def _remembered_format(headers: list[str]) -> Format | None:
    """What somebody last said a file with these headers is."""
    formats = {_memory_key(headers, known): known for known in FORMATS.values()}
    latest = ColumnMemory.objects.filter(fingerprint__in=formats).order_by("-updated_at", "-pk").first()
    return formats[latest.fingerprint] if latest else None


@transaction.atomic
def choose_columns(
    data_import: DataImport,
    *,
    format_key: str,
    mapping: Mapping[str, str],
    options: Mapping[str, str],
    by: User | None,
) -> DataImport:
    """Settle what the columns mean, and remember it for the next file with these headers."""
    data_import = move(data_import, ImportState.PREVIEWING)
    data_import.format, data_import.mapping = format_key, dict(mapping)
    data_import.options = dict(options)
    data_import.counts, data_import.problem = {}, ""
    data_import.save()
    ColumnMemory.objects.update_or_create(
        fingerprint=_memory_key(data_import.headers, FORMATS[format_key]),
        defaults={"mapping": data_import.mapping, "options": _lasting(data_import.options)},
    )
    audit.record("import.mapped", data_import, by=by, counts={"columns": len(mapping)})
    return data_import


@transaction.atomic
def start_import(data_import: DataImport, *, by: User | None) -> DataImport:
    """Go ahead: from here on the shop's book changes. Starting twice changes nothing."""
    locked = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if locked.state == ImportState.APPLYING:
        return locked
    data_import = move(locked, ImportState.APPLYING)
    data_import.applied_by, data_import.cursor = by, 0
    data_import.counts = {"preview": data_import.counts.get("rows", {}), "rows": {}, "customers": 0}
    data_import.save()
    audit.record("import.started", data_import, by=by)
    return data_import


@transaction.atomic
def discard_import(data_import: DataImport, *, by: User | None) -> DataImport:
    """Think better of it: nothing was written, and the file is thrown away with its lines."""
    locked = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if locked.state == ImportState.DISCARDED:
        return locked
    data_import = move(locked, ImportState.DISCARDED)
    data_import.counts = {}
    data_import.save()
    ImportLine.objects.filter(data_import=data_import).delete()
    data_import.mended.all().delete()
    audit.record("import.discarded", data_import, by=by)
    transaction.on_commit(lambda: path_of(data_import).unlink(missing_ok=True))
    return data_import


def discard_abandoned_previews(data_import: DataImport, *, by: User | None) -> None:
    """Clear away what a killed process left of the same file. Only for who holds the turn."""
    unfinished = DataImport.objects.filter(state=ImportState.PREVIEWING, file__sha256=data_import.file.sha256)
    for abandoned in unfinished.exclude(pk=data_import.pk):
        if not Job.objects.unfinished().filter(about=audit.label(abandoned)).exists():
            discard_import(abandoned, by=by)


def move(data_import: DataImport, state: ImportState) -> DataImport:
    """Lock the import and set its next state.

    Raises ImportMovedOn when that state cannot follow the present one.
    """
    data_import = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if state not in MOVES[ImportState(data_import.state)]:
        raise ImportMovedOn(data_import.state)
    data_import.state = state
    data_import.save(update_fields=["state"])
    return data_import


@transaction.atomic
def fail_import(data_import: DataImport, problem: str) -> None:
    """The file turned out to be unreadable: say why."""
    data_import = move(data_import, ImportState.FAILED)
    data_import.problem = problem[:300]
    data_import.save(update_fields=["problem"])


@transaction.atomic
def finish_import(data_import: DataImport) -> DataImport:
    """Everything is written: one entry in the trail, and the staged lines can go."""
    data_import = move(data_import, ImportState.APPLIED)
    data_import.applied_at = timezone.now()
    data_import.save(update_fields=["applied_at"])
    ImportLine.objects.filter(data_import=data_import).delete()
    counts = data_import.counts["rows"]
    audit.record("import.applied", data_import, by=data_import.applied_by, counts=counts)
    return data_import
