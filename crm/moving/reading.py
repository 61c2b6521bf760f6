"""Bringing everything of a shop into an empty one: checked first, then whole or not at all."""

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from crm.backup.forgotten import lines_before_restore
from crm.backup.manifest import known_migrations
from crm.moving.contents import columns_of, file_name, tables
from crm.moving.writing import ABOUT, FILES, FORMAT, TABLES
from crm.shop.actions import audit
from crm.shop.actions.job import queue_job_anew
from crm.shop.actions.opening import hold_mail_after_restore
from crm.shop.models import AuditEntry, ShopSettings, User
from customers.actions.count_again import COUNT_AGAIN
from customers.actions.erasure_replay import replay_erasures

AT_A_TIME, BYTES_AT_A_TIME = 2_000, 16_000_000
BLOCK = 1 << 20


class CannotMoveIn(Exception):
    """The sentence says what is in the way; nothing was written."""


def move_in(path: Path) -> dict[str, int]:
    """Put the shop of a file into this empty database; {table: rows}. Mail is held until the owner says so.

    Whom the shop has forgotten since the file was written is forgotten again. Raises CannotMoveIn.
    """
    if ShopSettings.current() or User.objects.exists():
        raise CannotMoveIn("There is a shop in this database. Moving in needs an empty one.")
    try:
        with zipfile.ZipFile(path) as archive:
            about = _checked(archive)
            with transaction.atomic():
                _write_rows(archive, about)
                _write_files(archive)
                replay_erasures(lines_before_restore(path))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as problem:
        raise CannotMoveIn("This is not a whole file of a shop that moved out.") from problem
    rows: dict[str, int] = about["rows"]
    return rows


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the file says of itself, after every part was compared with its fingerprint."""
    try:
        about: dict[str, Any] = json.loads(archive.read(ABOUT))
        parts, migrations = about["parts"], about["migrations"]
    except (ValueError, TypeError, KeyError) as problem:
        raise CannotMoveIn("This is not a file of a shop that moved out.") from problem
    if about.get("format") != FORMAT:
        raise CannotMoveIn(f"This file has another format; this version reads {FORMAT}.")
    if unknown := sorted(set(migrations) - known_migrations()):
        raise CannotMoveIn(f"This file is from a later version of Regulars ({unknown[0]}).")
    for name, fingerprint in parts.items():
        if _fingerprint(archive, name) != fingerprint:
            raise CannotMoveIn(f"{name} in this file is damaged.")
    return about


def _fingerprint(archive: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    with archive.open(name) as part:
        while block := part.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write_rows(archive: zipfile.ZipFile, about: dict[str, Any]) -> None:
    """Keys are checked at the end of the transaction, so tables may come in any order."""
    moving = [model for model in tables() if file_name(model) in about["rows"]]
    with connection.cursor() as cursor:
        for model in moving:
            if model is not AuditEntry:  # to which one can only add
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # what a new shop begins with
        for model in moving:
            _fill(cursor, archive, model)
            _go_on_counting(cursor, model)
    shop = ShopSettings.objects.get()
    audit.record("shop.moved_in", shop, by=None, counts={"rows": sum(about["rows"].values())})
    hold_mail_after_restore(shop)
    queue_job_anew(COUNT_AGAIN, audit.label(shop), by=None)


def _fill(cursor: Any, archive: zipfile.ZipFile, model: type[Model]) -> None:
    with archive.open(f"{TABLES}/{file_name(model)}.jsonl") as lines:
        for batch in batches(lines):
            columns = ", ".join(f'"{name}"' for name in _given(model, batch[0]))
            table = model._meta.db_table
            rows = f"[{','.join(line.decode() for line in batch)}]"
            cursor.execute(
                f'INSERT INTO "{table}" ({columns}) SELECT {columns} '
                f'FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb)',
                [rows],
            )


def batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """As many lines as are sent in one piece: letters and pictures are long, and PostgreSQL has a limit."""
    batch: list[bytes] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == AT_A_TIME or size + len(line) > BYTES_AT_A_TIME):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch


def _given(model: type[Model], line: bytes) -> list[str]:
    """Columns of ours that the file has; what is newer takes its usual value."""
    return [name for name in columns_of(model) if name in json.loads(line)]


def _go_on_counting(cursor: Any, model: type[Model]) -> None:
    """The next row gets the next number."""
    table = model._meta.db_table
    if columns_of(model)[0] != "id":
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
    if (sequence := cursor.fetchone()[0]) is not None:
        cursor.execute(
            f'SELECT setval(%s, coalesce(max(id), 0) + 1, false) FROM "{table}"',
            [sequence],
        )


def _write_files(archive: zipfile.ZipFile) -> None:
    root = Path(settings.MEDIA_ROOT).resolve()
    for name in _files_in(archive):
        target = (root / name.removeprefix(f"{FILES}/")).resolve()
        if not target.is_relative_to(root):
            continue  # somebody has made this file by hand
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)


def _files_in(archive: zipfile.ZipFile) -> Iterator[str]:
    return (name for name in archive.namelist() if name.startswith(f"{FILES}/") and not name.endswith("/"))
