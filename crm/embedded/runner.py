"""`make run`: the services, then web, worker and clock; one Ctrl-C stops everything in order."""

import logging
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.error import HTTPError

from crm.embedded import ports
from crm.embedded.children import Child, end_all
from crm.embedded.logs import open_run_log, tail
from crm.embedded.places import REPOSITORY, CannotStart, make_state
from crm.embedded.plan import Plan, commands, common_environment, is_given, owner_environment, read_plan
from crm.embedded.postgres import Postgres
from crm.embedded.processes import AlreadyRunning, die_with_parent, hold_lock, remember, sweep
from crm.embedded.valkey import Valkey

WEB_PATIENCE = 60


class Stopped(Exception):
    """Ctrl-C or SIGTERM came before everything was up."""


class Runner:
    """One run, from the lock to the last process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.children: list[Child] = []
        self.services: list[Postgres | Valkey] = []
        self.stopping = threading.Event()
        self.is_verbose = os.environ.get("VERBOSE", "") not in {"", "0"}
        self.lock: IO[str] | None = None
        self.log = logging.getLogger("regulars.run")

    def run(self) -> int:
        """Until Ctrl-C; the status for the shell."""
        self.take_place()
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self.on_signal)
        try:
            self.start()
            self.watch()
        except Stopped:
            pass
        except CannotStart as error:
            if not self.stopping.is_set():
                return self.fail(str(error))
        finally:
            self.stop()
        tell("Stopped.")
        return 0

    def take_place(self) -> None:
        """The only run of this state, with nothing left of the one before and a port of its own."""
        state = self.plan.state
        make_state(state)
        try:
            self.lock = hold_lock(state / "run.lock", told=f"pid {os.getpid()}, {self.plan.url}")
        except AlreadyRunning as other:
            raise CannotStart(f"Already running: {other}. Stop it with Ctrl-C in its terminal.") from None
        self.log = open_run_log(state / "run.log")
        for pid in sweep(self.traces):
            self.say("run", f"ended process {pid}, left by an earlier run")
        ports.claim(self.plan.bind, self.plan.port)
        shutil.rmtree(self.plan.counters, ignore_errors=True)
        self.plan.counters.mkdir()

    def start(self) -> None:
        """Services, tables, processes; then the one line."""
        self.start_services()
        if self.plan.is_on_network:
            # Who does not need it does not hold it in memory for as long as the shop runs.
            from crm.embedded.certificate import make_certificate

            make_certificate(self.plan.certificates, self.plan.names)
        sign_ins = self.prepare()
        # The web server alone at first: on a small machine the others would hold up the first page.
        self.start_child("web")
        self.wait_for_web()
        for name in ("letters", "worker", "clock"):
            self.start_child(name)
        tell(ready_line(self.plan, sign_ins))

    def start_services(self) -> None:
        """PostgreSQL and Valkey, unless servers of the shop's own are given."""
        if not is_given("DATABASE_URL", os.environ):
            self.services.append(Postgres(self.plan.state))
        if not is_given("REDIS_URL", os.environ):
            self.services.append(Valkey(self.plan.state))
        for service in self.services:
            service.start()
            self.remember()
            self.go_on()

    def prepare(self) -> str:
        """Run `manage.py prepare` and return the words it has for the ready line."""
        with tempfile.TemporaryFile("w+") as words, tempfile.TemporaryFile("w+") as complaints:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "prepare"],
                cwd=REPOSITORY,
                env=owner_environment(self.plan, os.environ),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=complaints,
                process_group=0,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only calls the kernel
            )
            status = self.wait_for(process)
            said, complained = read_back(words), read_back(complaints)
        for line in [*said.splitlines(), *complained.splitlines()]:
            self.say("prepare", line)
        if status:
            raise CannotStart(complained.strip() or f"manage.py prepare ended with status {status}.")
        return said.strip()

    def wait_for(self, process: subprocess.Popen[bytes]) -> int:
        """A step's end, or ours when we are told to stop meanwhile."""
        while process.poll() is None:
            if self.stopping.wait(0.02):
                process.terminate()
                process.wait()
        self.go_on()
        return process.returncode

    def start_child(self, name: str) -> None:
        """Web, a worker or the clock."""
        environment = common_environment(self.plan, os.environ) | ({"WEB_POOL": "1"} if name == "web" else {})
        child = Child(
            name, commands(self.plan)[name], environment, say=self.say, is_replaceable=name != "web"
        )
        self.children.append(child)
        child.start()
        self.remember()

    def wait_for_web(self) -> None:
        """Until the web server answers."""
        context = self.trust()
        deadline = time.monotonic() + WEB_PATIENCE
        while time.monotonic() < deadline:
            if self.web_answers(context):
                return
            self.check()
            self.go_on()
            time.sleep(0.05)
        raise CannotStart(f"The web server did not answer within {WEB_PATIENCE} s.")

    def web_answers(self, context: ssl.SSLContext | None) -> bool:
        """Not yet is patience, an error is the end."""
        try:
            address = f"{self.plan.own_url}/healthz"
            urllib.request.urlopen(address, timeout=5, context=context).close()  # noqa: S310 - our own
        except HTTPError as error:
            with error:
                raise CannotStart(f"The web server answers with {error.code} {error.reason}.") from None
        except OSError:
            return False
        return True

    def trust(self) -> ssl.SSLContext | None:
        """Our own authority, with LAN=1."""
        if not self.plan.is_on_network:
            return None
        return ssl.create_default_context(cafile=self.plan.certificates / "ca.pem")

    def watch(self) -> None:
        """Look after everything until we are told to stop."""
        while not self.stopping.wait(0.5):
            self.check()

    def check(self) -> None:
        """Start again what may be started again; give up on the rest."""
        for service in self.services:
            if service.process and service.process.poll() is not None:
                raise CannotStart(
                    f"{service.name} ended unexpectedly. The end of {service.log}:\n{tail(service.log)}"
                )
        revived = [child.name for child in self.children if child.revive()]
        if revived:
            self.remember()

    def go_on(self) -> None:
        """Leave at once when we were told to stop."""
        if self.stopping.is_set():
            raise Stopped

    def on_signal(self, _sign: int, _frame: object) -> None:
        """The first asks for an orderly end, the second for an end."""
        if self.stopping.is_set():
            for child in self.children:
                child.kill()
        self.stopping.set()

    def stop(self) -> None:
        """The applications first, then what they stand on."""
        self.stopping.set()
        end_all(self.children, say=self.say)
        for service in reversed(self.services):
            service.stop()
        self.traces.unlink(missing_ok=True)

    def fail(self, words: str) -> int:
        """Say why, with the end of the log when a process of ours had its say."""
        self.say("run", words)
        if self.children and not self.is_verbose:
            tell(tail(self.plan.state / "run.log"), to_errors=True)
        tell(f"make run: {words}\nThe whole log: {self.plan.state / 'run.log'}", to_errors=True)
        return 1

    @property
    def traces(self) -> Path:
        """What the start after a kill -9 reads."""
        return self.plan.state / "run.json"

    def remember(self) -> None:
        """Write down every process we started."""
        started = [thing.process for thing in [*self.children, *self.services]]
        remember(self.traces, [process.pid for process in started if process])

    def say(self, name: str, line: str) -> None:
        """Into the log, and to the terminal with VERBOSE=1."""
        self.log.info("%8s | %s", name, line)
        if self.is_verbose:
            tell(f"{name:>8} | {line}")


def ready_line(plan: Plan, sign_ins: str) -> str:
    """The one line of a start."""
    opened = f"Ready: {plan.url}" + (" (open this on the tablet)" if plan.is_on_network else "")
    return " · ".join(
        [opened, *[line.strip() for line in sign_ins.splitlines() if line.strip()], "Ctrl-C stops everything"]
    )


def read_back(file: IO[str]) -> str:
    """All that a step wrote."""
    file.seek(0)
    return file.read()


def tell(words: str, *, to_errors: bool = False) -> None:
    """To the terminal, which may be closed by now."""
    with suppress(OSError, ValueError):
        print(words, file=sys.stderr if to_errors else sys.stdout, flush=True)


def main() -> int:
    """The way in for `python -m crm.embedded.runner`."""
    try:
        return Runner(read_plan(os.environ)).run()
    except CannotStart as error:
        tell(f"make run: {error}", to_errors=True)
        return 1


if __name__ == "__main__":
    sys.exit(main())
