"""Restoring a backup: checked before anything is touched, proved afterwards."""

import shutil
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from crm.backup.forgotten import lines_before_restore
from crm.backup.manifest import (
    NAME,
    BackupIsDamaged,
    Manifest,
    applied_migrations,
    fingerprints,
    known_migrations,
    read_manifest,
    sha256_of,
)
from crm.backup.programs import program, run
from crm.backup.writing import DUMP, FILES
from crm.rights import grant_rights_to_the_app
from crm.shop.actions.opening import hold_mail_after_restore
from crm.shop.models import ShopSettings
from customers.actions.erasure_replay import replay_erasures


class DatabaseIsNotEmpty(Exception):
    """There is a shop in this database; restoring over it needs to be said aloud."""


def restore_backup(path: Path, *, replace: bool) -> Manifest:
    """Put the shop of a backup into this database; mail stays in the house until the owner says so.

    Whom the shop has forgotten since then is forgotten again before anybody can open it.

    Raises BackupIsDamaged, DatabaseIsNotEmpty or ProgramIsMissing before anything has changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        manifest = unpack(path, place)
        _refuse_a_later_version(manifest)
        restorer = program("pg_restore", manifest.server_version)
        if not replace and _has_shop():
            raise DatabaseIsNotEmpty("There is a shop in this database. Add --replace to lose it.")
        forgotten = lines_before_restore(path)
        _replace_database(restorer, place / DUMP)
        _replace_files(place / FILES)
    prove_equal(manifest)
    call_command("migrate", verbosity=0, interactive=False)
    grant_rights_to_the_app()
    if shop := ShopSettings.current():
        hold_mail_after_restore(shop)
    replay_erasures(forgotten)
    return manifest


def unpack(path: Path, place: Path) -> Manifest:
    """Take a backup apart and check every fingerprint."""
    try:
        with tarfile.open(path) as archive:
            for part in (NAME, DUMP, FILES):
                member = archive.getmember(part)
                member.mode = 0o600
                archive.extract(member, place, set_attrs=False)
        manifest = read_manifest((place / NAME).read_text(encoding="utf-8"))
    except (tarfile.TarError, KeyError, EOFError, UnicodeDecodeError) as problem:
        raise BackupIsDamaged("This file is not a whole backup.") from problem
    for part, fingerprint in manifest.parts.items():
        if sha256_of(place / part) != fingerprint:
            raise BackupIsDamaged(f"{part} in this backup is damaged.")
    return manifest


def prove_equal(manifest: Manifest) -> None:
    """Every table has the rows it had, and every row says what it said."""
    rows, sums = fingerprints()
    changed = [table for table in manifest.sums if sums.get(table) != manifest.sums[table]]
    if changed or {t: n for t, n in rows.items() if t in manifest.rows} != manifest.rows:
        raise BackupIsDamaged(f"After the restore these tables differ: {', '.join(changed)}")


def _refuse_a_later_version(manifest: Manifest) -> None:
    if unknown := sorted(set(manifest.migrations) - known_migrations()):
        raise BackupIsDamaged(f"This backup is from a later version of Regulars ({unknown[0]}).")


def _has_shop() -> bool:
    return (
        "shop_shopsettings" in connection.introspection.table_names() and ShopSettings.current() is not None
    )


def _replace_database(restorer: Path, dump: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    run(
        [
            restorer,
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={settings.DATABASE_OWNER_URL}",
            dump,
        ]
    )
    if not applied_migrations():
        raise BackupIsDamaged("The restored database is empty.")


def _replace_files(packed: Path) -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    settings.MEDIA_ROOT.mkdir(parents=True)
    with tarfile.open(packed) as files:
        for member in files.getmembers():
            inside = (settings.MEDIA_ROOT / member.name).resolve()
            if member.isreg() and inside.is_relative_to(settings.MEDIA_ROOT.resolve()):
                files.extract(member, settings.MEDIA_ROOT, set_attrs=False)
