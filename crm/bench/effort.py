"""What a piece of work costs: processor time of this process and of its own in the database, and memory."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

import psutil
from django.db import connection

LOOKS_EVERY = 0.1  # seconds
TICK = 0.01  # how finely the kernel counts


@dataclass(frozen=True)
class Effort:
    """Seconds of processor, seconds by the clock, and the most memory held meanwhile, in megabytes."""

    processor: float
    clock: float
    memory: float


@dataclass
class _Watched:
    """The most memory that was seen, in bytes, and what looking took: that is no part of the work."""

    most: float = 0
    processor: float = 0


def effort_of(work: Callable[[], object]) -> Effort:
    """Do it once, and say what it cost. What the database shares with everybody is not counted as memory."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    family, watched, is_over = [psutil.Process(), backend], _Watched(), Event()
    watching = Thread(target=_watch, args=(family, watched, is_over))
    before, began = _spent(family), time.monotonic()
    watching.start()
    try:
        work()
    finally:
        is_over.set()
        watching.join()
    spent = max(TICK, _spent(family) - before - watched.processor)
    return Effort(spent, time.monotonic() - began, watched.most / 2**20)


def _watch(family: list[psutil.Process], watched: _Watched, is_over: Event) -> None:
    while not is_over.wait(LOOKS_EVERY):
        held = sum(float(process.memory_full_info().uss) for process in family)
        watched.most = max(watched.most, held)
    watched.processor = time.thread_time()


def _spent(family: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in family)
