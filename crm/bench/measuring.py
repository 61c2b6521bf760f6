"""Rounds, percentiles and ratios."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psutil

from crm.bench.client import Answer

ROUNDS = 5
REQUESTS = 200
WARM_UP = 20
Family = Callable[[], Sequence[psutil.Process]]  # those that are there when it is asked


@dataclass
class Work:
    """One thing people do, with the multiple of the floor it may take (0: shown only)."""

    name: str
    do: Callable[[], Answer]
    limit: float = 0
    expects: tuple[int, ...] = (200,)
    per_request: int = 1
    rounds: list[list[float]] = field(default_factory=list)
    inside: Callable[[Any], Any] | None = None  # the same, asked within our own process
    queries: int | None = None
    cpu: float | None = None
    database_cpu: float | None = None
    bare_sql: float | None = None
    kilobytes: float = 0

    def run(self) -> float:
        """Once; the seconds it took. An answer nobody expected ends the measuring."""
        answer = self.do()
        if answer.status not in self.expects:
            words = answer.body[:600].decode(errors="replace")
            raise SystemExit(f"{self.name} answered {answer.status}: {words}")
        self.kilobytes = len(answer.body) / 1024
        return answer.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds, the median of the rounds."""
        return 1000 * median(quantile(one, share) for one in self.rounds)

    def ratio_to(self, floor: "Work") -> float:
        """The median of the rounds' own p50 ratios."""
        pairs = zip(self.rounds, floor.rounds, strict=True)
        return median(quantile(mine, 0.5) / quantile(bare, 0.5) for mine, bare in pairs)


def quantile(values: Sequence[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(works: Sequence[Work], say: Callable[[str], None], *, requests: int = REQUESTS) -> None:
    """Interleaved: each round does every work once, again and again, so that all see the same weather."""
    for work in works:
        for _time in range(min(WARM_UP, requests)):
            work.run()
    for number in range(ROUNDS):
        taken: list[list[float]] = [[] for _work in works]
        for _time in range(requests):
            for work, seconds in zip(works, taken, strict=True):
                seconds.append(work.run())
        for work, seconds in zip(works, taken, strict=True):
            work.rounds.append(seconds)
        say(f"round {number + 1} of {ROUNDS}")


def measure_cpu(work: Work, web: Family, database: Family, *, requests: int = 100) -> None:
    """CPU of the web processes and of the database's for one request, in milliseconds."""
    of_web, of_database = Meter(web), Meter(database)
    for _time in range(requests):
        work.run()
    work.cpu = 1000 * of_web.spent() / requests
    work.database_cpu = 1000 * of_database.spent() / requests


class Meter:
    """What a family of processes takes of a processor from now on."""

    def __init__(self, family: Family) -> None:
        self._family, self._first = family, family()
        self._before = processor_seconds(self._first)

    def spent(self) -> float:
        """Seconds. Who came meanwhile, as with every new connection to PostgreSQL, counts whole."""
        return processor_seconds({*self._first, *self._family()}) - self._before


def processor_seconds(processes: Iterable[psutil.Process]) -> float:
    """What they have taken of a processor so far, and what their children had taken that have ended.

    Without those it would go down whenever one of them ends: a parent keeps what its child had.
    """
    spent = 0.0
    for process in processes:
        with suppress(psutil.Error):
            spent += sum(process.cpu_times()[:4])
    return spent
