"""pg_dump and pg_restore of the right age: from PATH on a server, from the wheel at home."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.conf import settings


class ProgramIsMissing(Exception):
    """No pg_dump that can talk to this server; the sentence says which one is needed."""


def program(name: str, server_version: int) -> Path:
    """The newest `name` that is at least as new as the server (an older one would refuse)."""
    found = [path for path in _candidates(name) if version_of(path) >= server_version]
    if not found:
        raise ProgramIsMissing(
            f"{name} of PostgreSQL {server_version} or newer is needed; install it or set PATH."
        )
    return found[0]


def _candidates(name: str) -> list[Path]:
    on_path = shutil.which(name)
    return [path for path in (Path(on_path) if on_path else None, _of_the_wheel(name)) if path]


def _of_the_wheel(name: str) -> Path | None:
    from crm.embedded.binaries import postgres_programs
    from crm.embedded.places import CannotStart

    try:
        path = postgres_programs(settings.STATE_DIR) / name
    except CannotStart:
        return None
    return path if path.exists() else None


def version_of(path: Path) -> int:
    """The major version that a program says it has; 0 when it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)  # Debian adds its own version behind it
    return int(match[1]) if match else 0


def run(arguments: list[str | Path]) -> None:
    """Run a program; its own words become the error when it fails."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=dict(os.environ))  # noqa: S603
    if done.returncode != 0:
        raise ProgramIsMissing(f"{Path(arguments[0]).name} failed: {done.stderr.strip()[-600:]}")
