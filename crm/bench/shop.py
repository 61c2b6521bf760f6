"""The product as a shop runs it, and the floor beside it, on free ports of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from crm.bench.client import Client
from crm.bench.measuring import processor_seconds
from crm.embedded.places import REPOSITORY, database_url, redis_url, secret_key_file
from crm.embedded.plan import Plan, commands, common_environment
from crm.embedded.processes import die_with_parent

PATIENCE, IDLE_SECONDS = 180, 45
# One key that sends as fast as it can: its allowance is not what we measure.
UNHURRIED = {"API_PER_MINUTE": "1000000", "API_BURST": "100000"}


@dataclass(frozen=True)
class Running:
    """A started shop: where it listens, and its processes."""

    port: int
    floor_port: int
    process: psutil.Process
    floor: psutil.Process

    def web_processes(self) -> list[psutil.Process]:
        """The web server's own, the ones that answer."""
        family = self.process.children(recursive=True)
        return [child for child in family if "crm.wsgi:" in " ".join(child.cmdline())]

    def floor_processes(self) -> list[psutil.Process]:
        """Those of the bare views."""
        return [self.floor, *self.floor.children(recursive=True)]

    def database_processes(self) -> list[psutil.Process]:
        """PostgreSQL with all its backends."""
        family = self.process.children(recursive=True)
        return [child for child in family if child.name().startswith("postgres")]

    def spent(self) -> dict[str, float]:
        """Seconds of a processor so far: of each part of the product, of the bare views, and of who asks."""
        found = {"web": processor_seconds(self.web_processes())}
        found["database"] = processor_seconds(self.database_processes())
        family = self.process.children(recursive=True)
        found["workers"] = processor_seconds([one for one in family if "celery" in " ".join(one.cmdline())])
        found["bare"] = processor_seconds(self.floor_processes())
        whole = processor_seconds([self.process, *family])
        found["others"] = whole - found["web"] - found["database"] - found["workers"]
        return found | {"asking": processor_seconds([psutil.Process()])}

    def resident(self) -> list[int]:
        """Bytes that each web process holds in memory (RSS), what they share counted in each."""
        return [process.memory_info().rss for process in self.web_processes()]

    def memory(self) -> int:
        """Bytes of the whole product."""
        return memory_of(self.process)


def memory_of(product: psutil.Process) -> int:
    """Bytes of it and its children: what they hold alone, and their share of what they share (PSS)."""
    return sum(_proportional(process) for process in [product, *product.children(recursive=True)])


def _proportional(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        held = process.memory_full_info()
        return int(getattr(held, "pss", held.rss))
    return 0


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(plan: Plan) -> dict[str, str]:
    """For our own process: the owner of the tables, without the web's short patience."""
    owner = database_url(plan.state, role="regulars_owner")
    key = {"SECRET_KEY_FILE": str(secret_key_file(plan.state))}
    places = {"REGULARS_HOME": str(plan.state), "REDIS_URL": redis_url(plan.state)}
    return {**places, **key, "DATABASE_URL": owner, "STATEMENT_SECONDS": "0", "ENVIRONMENT": "home"}


@contextmanager
def running(plan: Plan, given: Mapping[str, str]) -> Iterator[Running]:
    """`make run` with an empty shop and this environment, and the floor; both end with us."""
    log = plan.state / "bench.log"
    log.unlink(missing_ok=True)
    floor_port = free_port()
    with started(plan, {**given, **UNHURRIED}) as product, log.open("a") as words:
        floor = _start(*_floor(plan, floor_port), words)
        try:
            _wait_for(floor_port, floor, log)
            yield Running(plan.port, floor_port, psutil.Process(product.pid), psutil.Process(floor.pid))
        finally:
            _end(floor)


@contextmanager
def started(plan: Plan, given: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The product alone, with this environment."""
    log = plan.state / "bench.log"
    plan.state.mkdir(parents=True, exist_ok=True)
    places = {"PORT": str(plan.port), "SHOP": "empty", "REGULARS_HOME": str(plan.state)}
    with log.open("a") as words:
        product = _start([sys.executable, "-m", "crm.embedded.runner"], {**given, **places}, words)
        try:
            _wait_for(plan.port, product, log)
            yield product
        finally:
            _end(product)


def cold_start(plan: Plan, outside: Mapping[str, str]) -> tuple[float, int]:
    """Seconds from the command to the first page, in a shop that is there already; bytes when it idles.

    `outside` is the environment that `make bench` was given.
    """
    given = {**outside, "PORT": str(plan.port), "SHOP": "empty", "REGULARS_HOME": str(plan.state)}
    log = plan.state / "bench.log"
    with log.open("a") as words:
        began = time.monotonic()
        product = _start([sys.executable, "-m", "crm.embedded.runner"], given, words)
        try:
            _wait_for(plan.port, product, log)
            Client(plan.port).get("/account/login/")
            took = time.monotonic() - began
            time.sleep(IDLE_SECONDS)
            return took, memory_of(psutil.Process(product.pid))
        finally:
            _end(product)


def _floor(plan: Plan, port: int) -> tuple[list[str], dict[str, str]]:
    """The product's own web command, with other settings and another port."""
    ours = {
        f"127.0.0.1:{plan.port}": f"127.0.0.1:{port}",
        "crm.wsgi:application": "crm.bench.floor_wsgi:application",
    }
    command = [ours.get(part, part) for part in commands(plan)["web"]]
    return command, common_environment(plan, os.environ) | {"WEB_POOL": "1"}


@contextmanager
def web_beside(plan: Plan, application: str, *, threads: int) -> Iterator[tuple[int, psutil.Process]]:
    """The web server once more, with another application and so many threads; its port and its process."""
    port, log = free_port(), plan.state / "bench.log"
    ours = {
        f"127.0.0.1:{plan.port}": f"127.0.0.1:{port}",
        "crm.wsgi:application": application,
        "4": str(threads),
    }
    command = [ours.get(part, part) for part in commands(plan)["web"]]
    with log.open("a") as words:
        environment = common_environment(plan, os.environ) | {"WEB_POOL": "1"}
        process = _start(command, environment, words)
        try:
            _wait_for(port, process, log)
            time.sleep(2)
            yield port, psutil.Process(process.pid)
        finally:
            process.kill()  # streams that are open would hold it


def _start(command: list[str], environment: Mapping[str, str], words: IO[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=words,
        stderr=subprocess.STDOUT,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only calls the kernel
    )


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit(f"The shop did not start. The end of {log}:\n{log.read_text()[-2000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(30)
