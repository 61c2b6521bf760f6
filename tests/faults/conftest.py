"""Whole shops as real processes, each with a folder and a port of its own, all gone after the test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.patience import PATIENCE, wait_until

if TYPE_CHECKING:
    from tests.faults.box import Box
    from tests.faults.outbox import Outbox

REPOSITORY = Path(__file__).resolve().parents[2]


class Run:
    """One `make run`, without make."""

    def __init__(self, home: Path, port: int, **knobs: str) -> None:
        self.home, self.port = home, port
        surroundings = {
            name: os.environ[name]
            for name in ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_CONFIG")
            if name in os.environ
        }
        surroundings |= {"REGULARS_HOME": str(home), "PORT": str(port), "SHOP": "empty", **knobs}
        self.output = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by tidy
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crm.embedded.runner"],
            cwd=REPOSITORY,
            env=surroundings,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        self.seen: set[psutil.Process] = set()

    @property
    def said(self) -> str:
        """All it has printed."""
        self.output.seek(0)
        return self.output.read()

    @property
    def log(self) -> str:
        """All that its processes have said."""
        return (self.home / "run.log").read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ready(self) -> "Run":
        """Wait for the one line."""

        def is_ready() -> bool:
            assert self.process.poll() is None, self.said
            return "Ready:" in self.said

        wait_until(is_ready, told=lambda: f"{self.said}\n{self.log[-3000:]}")
        self.look()
        return self

    def look(self) -> set[psutil.Process]:
        """Everything that runs now; we take note of it."""
        running = set(psutil.Process(self.process.pid).children(recursive=True))
        self.seen |= running
        return running

    def look_at_children(self) -> list[psutil.Process]:
        """The direct children, with everything noted."""
        self.look()
        return psutil.Process(self.process.pid).children()

    def child(self, *words: str) -> psutil.Process:
        """The direct child whose command line has these words; a new one is waited for."""
        found: list[psutil.Process] = []

        def is_there() -> bool:
            # Kept from one look: somebody who was killed may be gone at the next.
            found.extend(self.children_with(words))
            return bool(found)

        wait_until(is_there, told=lambda: f"nobody does {words}")
        return found[0]

    def children_with(self, words: tuple[str, ...]) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                if is_running(child) and set(words) <= set(" ".join(child.cmdline()).split()):
                    found.append(child)
        return found

    def left(self) -> list[psutil.Process]:
        """What still runs of all we have seen."""
        return [process for process in self.seen if is_running(process)]

    def is_gone(self) -> bool:
        """Nothing of it is left, or will be left soon."""
        wait_until(lambda: not self.left(), told=self.left)
        return True

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
                return answer.status == 200
        except OSError:
            return False

    def says_in_log(self, words: str) -> bool:
        wait_until(lambda: words in self.log, told=lambda: self.log)
        return True

    def end(self, sign: int = signal.SIGTERM) -> int:
        """Stop it as a person would, and tell the status."""
        if self.process.poll() is None:
            self.look()
            self.process.send_signal(sign)
        return self.ended()

    def ended(self) -> int:
        """The status it ends with, sooner or later."""
        return self.process.wait(PATIENCE)

    def cut_the_power(self) -> None:
        """kill -9 of the runner and of all it started, none of which sees another go before it."""
        frozen: set[psutil.Process] = set()
        while awake := {psutil.Process(self.process.pid), *self.look()} - frozen:
            for process in awake:
                with suppress(psutil.Error):
                    process.suspend()
            frozen |= awake
        kill(frozen)
        self.ended()

    def tidy(self) -> None:
        if self.process.poll() is None:
            self.end()
        kill(self.seen)
        self.output.close()


def kill(processes: Iterable[psutil.Process]) -> None:
    """kill -9; psutil itself spares a stranger with a reused number."""
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


def is_running(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def shop_home() -> Iterator[Path]:
    """Made once for all tests of a file, so that only the first start pays for the tables.

    Not below pytest's own folder, which PostgreSQL's account may not enter when we are root.
    """
    home = Path(tempfile.mkdtemp(prefix="regulars-fault-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def start_shop(shop_home: Path) -> Iterator[Callable[..., Run]]:
    """`start_shop()` gives a Run, on the file's home and a free port unless told otherwise."""
    runs: list[Run] = []

    def start(*, home: Path = shop_home, port: int = 0, **knobs: str) -> Run:
        runs.append(Run(home, port or free_port(), **knobs))
        return runs[-1]

    yield start
    for run in reversed(runs):
        run.tidy()


@pytest.fixture(scope="session")
def box() -> Iterator["Box"]:
    """One shop for all tests that kill its parts: it must get up again anyway."""
    from tests.faults.box import Box

    home = Path(tempfile.mkdtemp(prefix="regulars-box-"))
    home.chmod(0o755)
    made = Box(home)
    yield made
    made.close()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def outbox(box: "Box") -> Iterator["Outbox"]:
    """Mails of this test alone, and a mail server in its usual mood again afterwards."""
    from tests.faults.outbox import Outbox

    yield Outbox(box)
    box.sink.does(seconds=0.0)
