"""The list of who was forgotten, kept beside the database: a restored backup brings people back, this list
knows whom to forget again.

It holds numbers and fingerprints, one line of JSON each; from it nobody learns who anybody was.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

NAME = "erasures.ledger"


@dataclass(frozen=True)
class Line:
    """One erasure; `fingerprint` tells whether the number still is the same record."""

    number: int
    salt: str
    fingerprint: str
    because: str
    at: str


def ledger_path() -> Path:
    """Where the list of this shop lies: outside of what a restore replaces."""
    return Path(settings.ERASURE_LEDGER)


def add_to_ledger(lines: Iterable[Line], path: Path | None = None) -> None:
    """Add what is not there yet, safely on the disk before this returns."""
    path = path or ledger_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        known = set(_lines_in(text.splitlines()))
        new = [line for line in lines if line not in known]
        if text and not text.endswith("\n"):
            file.write("\n")
        file.writelines(json.dumps(asdict(line), sort_keys=True) + "\n" for line in new)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def read_ledger(path: Path | None = None) -> list[Line]:
    """All lines, the oldest first; none where there is no list."""
    path = path or ledger_path()
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        return list(_lines_in(file))


def _lines_in(file: Iterable[str]) -> Iterable[Line]:
    """Half a line at the end is what a crash left: the row behind it is still to be told."""
    for text in file:
        try:
            yield Line(**json.loads(text))
        except (ValueError, TypeError):
            continue
