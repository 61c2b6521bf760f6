"""The processes of a shop while it runs: started, listened to, started again, ended in order."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from crm.embedded.places import REPOSITORY, CannotStart
from crm.embedded.processes import die_with_parent, kill_group

PATIENCE = 15
MOST_RESTARTS_A_MINUTE = 3

Say = Callable[[str, str], None]


def spawn(
    command: Sequence[str], environment: Mapping[str, str], *, hear: Callable[[str], None]
) -> subprocess.Popen[str]:
    """Start a child in a group of its own and pass on every line it says."""
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        bufsize=1,
        process_group=0,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only calls the kernel
    )
    # Only to listen: a grandchild may hold the pipe open long after the child's end.
    threading.Thread(target=listen, args=(process, hear), daemon=True).start()
    return process


def listen(process: subprocess.Popen[str], hear: Callable[[str], None]) -> None:
    """Pass on line by line until the pipe closes."""
    if process.stdout:
        with process.stdout as lines:
            for line in lines:
                hear(line.rstrip())


@dataclass
class Child:
    """One process of the shop. The web server's end is the end; worker and clock get another chance."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    say: Say
    is_replaceable: bool = True
    process: subprocess.Popen[str] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it."""
        self.process = spawn(self.command, self.environment, hear=lambda line: self.say(self.name, line))

    def ended(self) -> int | None:
        """The status it ended with, None while it runs."""
        return self.process.poll() if self.process else None

    def revive(self) -> bool:
        """Start it again when it has ended and may; True when it was necessary."""
        status = self.ended()
        if status is None:
            return False
        recent = [at for at in self.restarts if time.monotonic() - at < 60]
        if not self.is_replaceable or len(recent) >= MOST_RESTARTS_A_MINUTE:
            raise CannotStart(f"{self.name} ended with status {status}, so everything was stopped.")
        self.say("run", f"{self.name} ended with status {status}; starting it again")
        self.kill()
        self.restarts = [*recent, time.monotonic()]
        self.start()
        return True

    def terminate(self) -> None:
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End it and all it started."""
        if self.process:
            kill_group(self.process)


def end_all(children: Sequence[Child], *, say: Say) -> None:
    """Ask all at once, wait, then end what is left, grandchildren too."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        if child.process:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            if child.ended() is None:
                say("run", f"{child.name} did not stop in time and was ended")
            child.kill()
            child.process.wait()
