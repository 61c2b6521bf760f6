"""Ten people at work at once, alone and while a file of 50,000 rows is brought in."""

import csv
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from crm.bench.client import Client
from crm.bench.measuring import quantile
from crm.embedded.places import REPOSITORY

PEOPLE = 10
PER_SECOND = 15
ROWS = 50_000


@dataclass(frozen=True)
class Mixed:
    """Milliseconds of mixed staff work, and how many answers were not a page."""

    p50: float
    p95: float
    p99: float
    requests: int
    failed: int


@dataclass(frozen=True)
class Brought:
    """An import beside the work: seconds, the most memory it held (bytes), and the work meanwhile."""

    seconds: float
    memory: int
    meanwhile: Mixed


def work_together(clients: Sequence[Client], paths: Sequence[str], is_over: Callable[[], bool]) -> Mixed:
    """Everybody asks for pages at the agreed pace until it is over."""
    taken: list[float] = []
    failures: list[int] = []

    def person(client: Client, number: int) -> None:
        pick = random.Random(number)  # noqa: S311
        due = time.monotonic() + pick.random()
        while not is_over():
            time.sleep(max(0.0, due - time.monotonic()))
            due += PEOPLE / PER_SECOND
            answer = client.get(pick.choice(paths))
            taken.append(answer.seconds)
            if answer.status != 200:
                failures.append(answer.status)

    threads = [
        threading.Thread(target=person, args=pair) for pair in zip(clients, range(PEOPLE), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p50, p95, p99 = (1000 * quantile(taken, share) for share in (0.5, 0.95, 0.99))
    return Mixed(p50, p95, p99, len(taken), len(failures))


def for_seconds(seconds: float) -> Callable[[], bool]:
    """True from then on."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def write_file(path: Path, *, rows: int = ROWS) -> None:
    """A customers file as a web shop writes it."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["First name", "Last name", "E-mail", "Phone", "Town"])
        for number in range(rows):
            town = ("Bath", "Wells")[number % 2]
            phone = f"+4478{number + 10_000_000:08d}"
            writer.writerow(
                [f"New{number}", f"Comer{number % 977}", f"new{number}@import.example", phone, town]
            )


def bring_in(
    path: Path, environment: dict[str, str], clients: Sequence[Client], paths: Sequence[str]
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

    meanwhile = work_together(clients, paths, is_over)
    if process.wait():
        raise SystemExit(f"The import failed: {process.stderr.read() if process.stderr else ''}")
    return Brought(time.monotonic() - began, most[0], meanwhile)
