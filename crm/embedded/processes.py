"""Starting processes that cannot outlive us, and ending the ones an earlier run left behind."""

import ctypes
import fcntl
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from typing import IO, Any, NamedTuple

import psutil

from crm.embedded.places import CannotStart

PR_SET_PDEATHSIG = 1


def die_with_parent(sign: int) -> Callable[[], None] | None:
    """For `preexec_fn`: on Linux the kernel sends `sign` to the child when we die, even by kill -9.

    It is bound to the thread that starts the child, so children start from the main thread.
    """
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def bind() -> None:
        library.prctl(PR_SET_PDEATHSIG, sign)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return bind


def is_alive(pid: int, *, command: str) -> bool:
    """Is `pid` a living process whose command line mentions `command`? Numbers are used again, so both."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and command in " ".join(process.cmdline())
    except psutil.Error:
        return False


def is_gone_within(seconds: float, is_gone: Callable[[], bool]) -> bool:
    """Wait for an end, looking often."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_gone():
            return True
        time.sleep(0.02)
    return is_gone()


def kill_group(process: Popen[Any]) -> None:
    """End a child and whatever it started, now."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def hold_lock(path: Path, *, told: str) -> IO[str]:
    """Only one at a time; `told` is what the second one reads. Keep the file that comes back open."""
    try:
        file = path.open("a+", encoding="utf-8")
    except PermissionError:
        raise CannotStart(
            f"{path} belongs to another user. Choose another place: REGULARS_HOME=/path/of/yours"
        ) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with file:
            file.seek(0)
            raise AlreadyRunning(file.read().strip()) from None
    file.truncate(0)
    file.write(told)
    file.flush()
    return file


class AlreadyRunning(CannotStart):
    """Somebody else holds the lock of this state."""


class Trace(NamedTuple):
    """A process told apart from a later one with the same number."""

    pid: int
    started: float


def trace(pid: int) -> Trace | None:
    """The trace of a living process."""
    try:
        return Trace(pid, psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def remember(path: Path, pids: Iterable[int]) -> None:
    """Write down what we started, for the start after a kill -9."""
    path.write_text(json.dumps([found for pid in pids if (found := trace(pid))]), encoding="utf-8")


def remembered(path: Path) -> list[Trace]:
    """What an earlier run wrote down; nothing when it ended well or the file is half written."""
    try:
        return [
            Trace(int(pid), float(started)) for pid, started in json.loads(path.read_text(encoding="utf-8"))
        ]
    except (OSError, ValueError, TypeError):
        return []


def still_there(traces: Sequence[Trace]) -> list[psutil.Process]:
    """The process groups that these traces lead; never somebody else's.

    A number stays taken while its group has a member, so a group without its leader is still ours.
    """
    ours = {pid for pid, started in traces if not psutil.pid_exists(pid) or is_same(pid, started)}
    return [process for process in psutil.process_iter() if group_of(process.pid) in ours]


def is_same(pid: int, started: float) -> bool:
    """Is this the process we started, not a later one with its number?"""
    found = trace(pid)
    return found is not None and abs(found.started - started) < 1


def group_of(pid: int) -> int:
    """The process group, 0 when the process is gone."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def sweep(path: Path, *, patience: float = 10) -> list[int]:
    """End what an earlier run left behind and say which."""
    processes = still_there(remembered(path))
    for process in processes:
        with suppress(psutil.Error):
            process.terminate()
    for process in psutil.wait_procs(processes, timeout=patience)[1]:
        with suppress(psutil.Error):
            process.kill()
    path.unlink(missing_ok=True)
    return [process.pid for process in processes]
