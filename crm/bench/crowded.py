"""A file of 50,000 rows is brought in while people work."""

import csv
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from crm.bench.pace import Paced
from crm.embedded.places import REPOSITORY

ROWS = 50_000


@dataclass(frozen=True)
class Brought:
    """An import beside the work: seconds, the most memory it held (bytes), and the work meanwhile."""

    seconds: float
    memory: int
    meanwhile: Paced


def write_file(path: Path, *, rows: int = ROWS, first: int = 0) -> None:
    """A customers file as a web shop writes it, of people nobody has heard of before number `first`."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["First name", "Last name", "E-mail", "Phone", "Town"])
        for number in range(first, first + rows):
            town = ("Bath", "Wells")[number % 2]
            phone = f"+4478{number + 10_000_000:08d}"
            writer.writerow(
                [f"New{number}", f"Comer{number % 977}", f"new{number}@import.example", phone, town]
            )


def bring_in(
    path: Path, environment: dict[str, str], work_on: Callable[[Callable[[], bool]], Paced]
) -> Brought:
    """The product's own command in a process of its own, while people work."""
    command = [sys.executable, "manage.py", "import_file", str(path), "--format=customers", "--yes"]
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    most = [0]
    watched = psutil.Process(process.pid)

    def is_over() -> bool:
        if process.poll() is not None:
            return True
        with suppress(psutil.Error):
            most[0] = max(most[0], watched.memory_info().rss)
        return False

    meanwhile = work_on(is_over)
    if process.wait():
        raise SystemExit(f"The import failed: {process.stderr.read() if process.stderr else ''}")
    return Brought(time.monotonic() - began, most[0], meanwhile)
