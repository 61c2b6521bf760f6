"""Making a backup: whole, or not at all."""

import os
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from crm.backup.forgotten import keep_beside_backups
from crm.backup.manifest import NAME, describe_database, sha256_of
from crm.backup.programs import program, run

DUMP = "database.dump"
FILES = "files.tar"


def write_backup(folder: Path) -> Path:
    """Write `regulars-<time>.backup` into `folder`; an older backup is never touched.

    Dump and fingerprints see the same snapshot, so that a restore can be proved equal.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"regulars-{timezone.now():%Y%m%d-%H%M%S}.backup"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as place:
        whole = _write_parts(Path(place))
        os.replace(whole, target)
    keep_beside_backups(folder)
    return target


def _write_parts(place: Path) -> Path:
    with tarfile.open(place / FILES, "w") as files:
        if settings.MEDIA_ROOT.exists():
            files.add(settings.MEDIA_ROOT, arcname=".")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _dump(place / DUMP, snapshot)
        manifest = describe_database({part: sha256_of(place / part) for part in (DUMP, FILES)})
    (place / NAME).write_text(manifest.to_json(), encoding="utf-8")
    return _together(place)


def _dump(path: Path, snapshot: str) -> None:
    server = connection.cursor().connection.info.server_version // 10_000
    run(
        [
            program("pg_dump", server),
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={path}",
            f"--dbname={settings.DATABASE_OWNER_URL}",
        ]
    )


def _together(place: Path) -> Path:
    whole = place / "whole"
    with tarfile.open(whole, "w") as archive:
        for part in (NAME, DUMP, FILES):
            archive.add(place / part, arcname=part)
    with whole.open("rb") as written:
        os.fsync(written.fileno())
    whole.chmod(0o600)
    return whole
