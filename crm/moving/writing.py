"""Writing everything of the shop into one file: whole, or not at all."""

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from crm.backup.manifest import applied_migrations, sha256_of
from crm.moving.contents import BLANKED, columns_of, file_name, key_of, tables
from crm.moving.notes import notes
from crm.web.spreadsheet import csv_lines

FORMAT = 1
ABOUT, NOTES, TABLES, FILES = "about.json", "README.txt", "tables", "files"
OWN_FOLDER = "moving"  # where such files lie themselves, in MEDIA_ROOT
Progress = Callable[[int, int], None]


def write_everything(target: Path, *, progress: Progress) -> int:
    """Write the shop into `target`; how many rows. All tables are seen at one moment."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
        place = Path(folder)
        rows = _write_tables(place)
        whole = place / "whole"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            _pack(archive, place, rows, progress)
        whole.chmod(0o600)
        os.replace(whole, target)
    return sum(rows.values())


def _write_tables(place: Path) -> dict[str, int]:
    in_a_test = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not in_a_test:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return {file_name(model): _write_table(model, place) for model in tables()}


def _write_table(model: type[Model], place: Path) -> int:
    """One JSON object a line, as PostgreSQL writes it: nothing is rounded."""
    count = 0
    with (
        (place / f"{file_name(model)}.jsonl").open("w", encoding="utf-8") as file,
        connection.chunked_cursor() as cursor,
    ):
        cursor.execute(_statement(model))
        for (line,) in cursor:
            file.write(f"{line}\n")
            count += 1
    return count


def _statement(model: type[Model]) -> str:
    """Names come from our own models, never from anybody's input."""
    blanked = BLANKED.get(model._meta.label, {})
    columns = ", ".join(
        f'{blanked[name]} AS "{name}"' if name in blanked else f'"{name}"' for name in columns_of(model)
    )
    order = ", ".join(f'"{name}"' for name in key_of(model))
    rows = f'SELECT {columns} FROM "{model._meta.db_table}" ORDER BY {order}'
    return f"SELECT row_to_json(row)::text FROM ({rows}) AS row"


def _pack(archive: zipfile.ZipFile, place: Path, rows: dict[str, int], progress: Progress) -> None:
    parts = {}
    for done, model in enumerate(tables()):
        name = file_name(model)
        exact = place / f"{name}.jsonl"
        archive.write(exact, f"{TABLES}/{name}.jsonl")
        parts[f"{TABLES}/{name}.jsonl"] = sha256_of(exact)
        with archive.open(f"{TABLES}/{name}.csv", "w", force_zip64=True) as table:
            for line in csv_lines(_cells(exact, columns_of(model))):
                table.write(line.encode())
        progress(done + 1, len(rows) + 1)
    for path in _uploaded():
        name = path.relative_to(settings.MEDIA_ROOT).as_posix()
        archive.write(path, f"{FILES}/{name}")
        parts[f"{FILES}/{name}"] = sha256_of(path)
    archive.writestr(NOTES, notes(rows))
    archive.writestr(ABOUT, json.dumps(_about(rows, parts), indent=1, sort_keys=True))


def _cells(exact: Path, columns: list[str]) -> Iterator[list[Any]]:
    """The table for people: a heading, then cells."""
    yield list(columns)
    with exact.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line, parse_float=Decimal)
            yield [_cell(row[name]) for name in columns]


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value).lower() if isinstance(value, bool) else value


def _uploaded() -> Iterator[Path]:
    """Files that belong to rows; earlier files of this kind stay where they are."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.exists() else ():
        if path.is_file() and path.relative_to(root).parts[0] != OWN_FOLDER:
            yield path


def _about(rows: dict[str, int], parts: dict[str, str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "migrations": applied_migrations(),
        "rows": rows,
        "parts": parts,
    }
