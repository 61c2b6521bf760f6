"""A shop whose every part a test may kill: web, workers, clock, PostgreSQL, Valkey and the mail server."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from math import inf
from pathlib import Path

import psutil
import psycopg

from crm.embedded.places import OWNER_ROLE, database_url, redis_url
from crm.embedded.postgres import Postgres
from crm.embedded.valkey import Valkey
from tests.faults.clerk import Clerk
from tests.faults.conftest import Run, free_port, is_running
from tests.faults.sink import Sink
from tests.faults.visitor import Visitor, open_shop
from tests.patience import PATIENCE, wait_until

HURRIED = "tests.faults.hurried"
WORKER, LETTERS, CLOCK = ("worker", "celery,bulk"), ("worker", "letters"), ("crm.clock", "beat")


# Taken in this second: who had it before may be dead for a while.
BUSY = """
    SELECT count(*) FROM engagement_message
    WHERE state = 'sending' AND lease_until > now() + interval '5 seconds' AND (priority >= 20) = %s
"""


class Box:
    """PostgreSQL, Valkey and the mail server are the test's own: the runner does not mind their end."""

    def __init__(self, home: Path) -> None:
        self.home, self.killed_whole_at = home, -inf
        self.postgres, self.valkey = Postgres(home / "book"), Valkey(home / "bell", is_durable=False)
        self.postgres.start()
        self.valkey.start()
        self.sink = Sink(home / "sink", free_port())
        self.open()
        self.clerk = Clerk(self.surroundings() | {"WEB_POOL": ""})
        self.olga = open_shop(self.run.url)
        self.clerk.do("open_shop")

    def open(self) -> None:
        self.run = Run(self.home / "shop", free_port(), **self.addresses()).ready()

    def reopen(self, **knobs: str) -> None:
        """The same shop in new processes, at the same address."""
        self.run.tidy()
        self.run = Run(self.home / "shop", self.run.port, **self.addresses(), **knobs).ready()

    def addresses(self) -> dict[str, str]:
        return {
            "DATABASE_URL": database_url(self.home / "book"),
            "DATABASE_OWNER_URL": database_url(self.home / "book", role=OWNER_ROLE),
            "REDIS_URL": redis_url(self.home / "bell"),
            "EMAIL_URL": f"smtp://shop:secret@127.0.0.1:{self.sink.port}",
            "PUBLIC_URL": "https://shop.example",
            "TRUSTED_PROXIES": "127.0.0.1",
            "MAIL_FROM": "Paper <paper@shop.example>",
            "DJANGO_SETTINGS_MODULE": HURRIED,
            # Many things at once come from the one till of a test.
            "API_PER_MINUTE": "100000",
            "API_BURST": "1000",
        }

    def surroundings(self) -> dict[str, str]:
        """Of a process that works in this shop."""
        worker = self.run.child(*WORKER)
        ours = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return worker.environ() | ours

    @property
    def owners_address(self) -> str:
        return self.addresses()["DATABASE_OWNER_URL"]

    def ask(self, question: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.owners_address, autocommit=True) as book:
            found = book.execute(question, values)
            return found.fetchall() if found.description else []

    # --- Deaths -------------------------------------------------------------------------------------
    def kill_web(self) -> None:
        """Both who answer; their master calls others."""
        for process in self.run.child("gunicorn").children():
            process.kill()

    def kill(self, words: tuple[str, ...]) -> None:
        """A worker with all its processes, or the clock."""
        process = self.run.child(*words)
        for part in [process, *process.children(recursive=True)]:
            part.kill()

    def kill_somebody(self, turn: int) -> bool:
        """kill -9 of somebody who has a mail in hand; is there anybody?

        The runner starts a worker again three times a minute at most: mostly one process of its pool dies.
        """
        words, is_bulk = (LETTERS, False) if turn % 12 == 1 else (WORKER, True)
        if self.ask(BUSY, is_bulk) == [(0,)]:
            return False
        with suppress(psutil.Error):
            worker = self.run.child(*words)
            is_whole = turn % 12 in {1, 6} and time.monotonic() - self.killed_whole_at > 25
            if victims := [worker] if is_whole else worker.children():
                random.choice(victims).kill()
                self.killed_whole_at = time.monotonic() if is_whole else self.killed_whole_at
                return True
        return False

    @contextmanager
    def without_postgres(self) -> Iterator[None]:
        """It crashes, and is started again afterwards."""
        assert self.postgres.process
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(PATIENCE)
        yield
        self.postgres.start()

    @contextmanager
    def without_valkey(self) -> Iterator[None]:
        """It is killed, and is started again afterwards, with nothing in it."""
        assert self.valkey.process
        self.valkey.process.kill()
        self.valkey.process.wait(PATIENCE)
        yield
        self.valkey.start()

    @contextmanager
    def hung_valkey(self) -> Iterator[None]:
        """It is there, and answers nobody."""
        assert self.valkey.process
        process = psutil.Process(self.valkey.process.pid)
        process.suspend()
        try:
            yield
        finally:
            process.resume()

    def is_back(self) -> None:
        """Web, workers and clock are there, however they died."""
        wait_until(lambda: self.run.answers("/healthz"), told=lambda: self.run.log[-3000:])
        wait_until(
            lambda: all(is_running(self.run.child(*words)) for words in (WORKER, LETTERS, CLOCK)),
            told=lambda: self.run.log[-3000:],
        )

    def seconds_for(self, path: str, times: int = 20) -> float:
        """How long 19 of 20 people wait at most for this page; for ever, if it is not there."""
        took = []
        for _time in range(times):
            begun = time.monotonic()
            is_there = self.olga.get(path).status == 200
            took.append(time.monotonic() - begun if is_there else inf)
        return sorted(took)[int(0.95 * times) - 1]

    def visitor(self) -> Visitor:
        """Somebody from outside."""
        return Visitor(self.run.url)

    def close(self) -> None:
        """Whatever a test has left standing."""
        with ExitStack() as ends:
            for end in (
                self.postgres.stop,
                self.valkey.stop,
                self.sink.kill,
                self.run.tidy,
                self.clerk.go_home,
            ):
                ends.callback(end)
