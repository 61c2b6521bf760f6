"""What is refused before a restore touches anything, and what is found afterwards."""

import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crm.backup.manifest import (
    NAME,
    BackupIsDamaged,
    Manifest,
    describe_database,
    read_manifest,
    sha256_of,
)
from crm.backup.reading import prove_equal, restore_backup, unpack
from crm.backup.writing import DUMP, FILES
from crm.shop.models import ShopSettings


@pytest.fixture
def manifest(shop: ShopSettings) -> Manifest:
    return describe_database({})


def pack(folder: Path, manifest: Manifest) -> Path:
    """A backup whose parts are empty, and whose fingerprints are right."""
    for part in (DUMP, FILES):
        (folder / part).touch()
    parts = {part: sha256_of(folder / part) for part in (DUMP, FILES)}
    (folder / NAME).write_text(replace(manifest, parts=parts).to_json())
    with tarfile.open(folder / "packed", "w") as archive:
        for part in (NAME, DUMP, FILES):
            archive.add(folder / part, arcname=part)
    return folder / "packed"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}'])
def test_read_manifest_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(BackupIsDamaged, match="not a backup of a shop"):
        read_manifest(text)


def test_read_manifest_of_a_later_format_is_refused(manifest: Manifest) -> None:
    later = replace(manifest, format=2)

    assert read_manifest(manifest.to_json()) == manifest
    with pytest.raises(BackupIsDamaged, match="has format 2; this version reads 1"):
        read_manifest(later.to_json())


def test_unpack_gives_the_manifest_of_a_whole_backup(manifest: Manifest, tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()

    found = unpack(pack(tmp_path, manifest), tmp_path / "place")

    assert found.rows == manifest.rows
    assert {path.name for path in (tmp_path / "place").iterdir()} == {NAME, DUMP, FILES}


def test_restore_of_a_later_version_is_refused_before_anything_changes(
    manifest: Manifest, tmp_path: Path
) -> None:
    later = replace(manifest, migrations=[*manifest.migrations, "customers.9999_of_tomorrow"])

    with pytest.raises(BackupIsDamaged, match=r"later version of Regulars \(customers\.9999_of_tomorrow\)"):
        restore_backup(pack(tmp_path, later), replace=True)

    assert ShopSettings.current() is not None


def test_prove_equal_names_the_tables_that_differ(manifest: Manifest) -> None:
    prove_equal(manifest)

    ShopSettings.objects.update(name="Another")

    with pytest.raises(BackupIsDamaged, match="these tables differ: shop_shopsettings"):
        prove_equal(manifest)


def test_prove_equal_counts_what_is_missing(manifest: Manifest, shop: ShopSettings) -> None:
    shop.delete()

    with pytest.raises(BackupIsDamaged, match="shop_shopsettings"):
        prove_equal(manifest)


def test_restored_files_stay_in_their_folder(settings: Any, tmp_path: Path) -> None:
    from crm.backup.reading import _replace_files

    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "one").write_text("ours")
    with tarfile.open(tmp_path / "packed", "w") as packed:
        packed.add(tmp_path / "one", arcname="2026/one")
        packed.add(tmp_path / "one", arcname="../outside")

    _replace_files(tmp_path / "packed")

    assert (tmp_path / "files" / "2026" / "one").read_text() == "ours"
    assert not (tmp_path / "outside").exists()
