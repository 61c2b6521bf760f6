"""So many requests a second, whatever the shop makes of them."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.bench.client import Answer
from crm.bench.measuring import quantile

Ask = Callable[[], Answer]
FINE = range(200, 400)


@dataclass(frozen=True)
class Paced:
    """Milliseconds, how many were asked, and how many of them were answered with a problem."""

    p50: float
    p95: float
    p99: float
    requests: int
    failed: int

    def __str__(self) -> str:
        return (
            f"p50 {self.p50:.0f}, p95 {self.p95:.0f}, p99 {self.p99:.0f} ms"
            f" of {self.requests} requests, {self.failed} failed"
        )


def keep_pace(people: Sequence[Ask], per_second: float, is_over: Callable[[], bool]) -> Paced:
    """Everybody asks in their turn until it is over; who was answered late asks again at once."""
    answers: list[Answer] = []
    pause = len(people) / per_second

    def ask_on(ask: Ask, number: int) -> None:
        due = time.monotonic() + random.Random(number).random() * pause  # noqa: S311
        while not is_over():
            time.sleep(max(0.0, due - time.monotonic()))
            due += pause
            answers.append(ask())

    threads = [threading.Thread(target=ask_on, args=(ask, number)) for number, ask in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [answer.seconds for answer in answers]
    p50, p95, p99 = (1000 * quantile(taken, share) for share in (0.5, 0.95, 0.99))
    failed = sum(answer.status not in FINE for answer in answers)
    return Paced(p50, p95, p99, len(answers), failed)


def for_seconds(seconds: float) -> Callable[[], bool]:
    """True from then on."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
