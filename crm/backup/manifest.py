"""What a backup holds, and the fingerprints that prove it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

FORMAT = 1
NAME = "manifest.json"
SUM_OF_ROWS = "coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text"


class BackupIsDamaged(Exception):
    """The file is not a whole backup of ours; the sentence says what is wrong."""


@dataclass(frozen=True)
class Manifest:
    """`parts` are sha256 by name, `rows` counts by table, `sums` a hash over each table's rows."""

    format: int
    made_at: str
    server_version: int
    migrations: list[str]
    rows: dict[str, int]
    sums: dict[str, str]
    parts: dict[str, str]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def read_manifest(text: str) -> Manifest:
    """Raises BackupIsDamaged when it is not ours or of a later format."""
    try:
        manifest = Manifest(**json.loads(text))
    except (ValueError, TypeError) as problem:
        raise BackupIsDamaged("This is not a backup of a shop.") from problem
    if manifest.format != FORMAT:
        raise BackupIsDamaged(f"This backup has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def describe_database(parts: dict[str, str]) -> Manifest:
    """The manifest of the database as this connection's snapshot sees it."""
    rows, sums = fingerprints()
    return Manifest(
        format=FORMAT,
        made_at=timezone.now().isoformat(timespec="seconds"),
        server_version=connection.cursor().connection.info.server_version // 10_000,
        migrations=applied_migrations(),
        rows=rows,
        sums=sums,
        parts=parts,
    )


def applied_migrations() -> list[str]:
    recorded = MigrationRecorder.Migration.objects.order_by("app", "name")
    return [f"{app}.{name}" for app, name in recorded.values_list("app", "name")]


def known_migrations() -> set[str]:
    """All that this version can have applied: its own, and those they have taken the place of."""
    ours = MigrationLoader(connection).disk_migrations
    replaced = (key for migration in ours.values() for key in migration.replaces)
    return {f"{app}.{name}" for app, name in (*ours, *replaced)}


def fingerprints() -> tuple[dict[str, int], dict[str, str]]:
    """({table: rows}, {table: hash over all rows in any order})."""
    rows: dict[str, int] = {}
    sums: dict[str, str] = {}
    with connection.cursor() as cursor:
        for table in sorted(table_names()):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*), {SUM_OF_ROWS} FROM {quoted} AS t")
            rows[table], sums[table] = cursor.fetchone()
    return rows, sums


def table_names() -> set[str]:
    """Every table of ours, those behind many-to-many fields included."""
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def sha256_of(path: Path) -> str:
    """The fingerprint of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
