"""Leftovers are told apart from strangers; one lock, one holder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.embedded.places import CannotStart
from crm.embedded.processes import (
    AlreadyRunning,
    Trace,
    die_with_parent,
    group_of,
    hold_lock,
    is_alive,
    is_gone_within,
    is_same,
    remember,
    remembered,
    still_there,
    sweep,
    trace,
)
from tests.patience import PATIENCE

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(SLEEP, process_group=0)
    yield process
    process.kill()
    process.wait()


def test_is_alive_asks_for_number_and_command(sleeper: subprocess.Popen[bytes]) -> None:
    assert is_alive(sleeper.pid, command="time.sleep(60)")
    assert not is_alive(sleeper.pid, command="postgres")


def test_is_alive_is_false_for_the_dead(sleeper: subprocess.Popen[bytes]) -> None:
    sleeper.kill()
    sleeper.wait()

    assert not is_alive(sleeper.pid, command="")


def test_sweep_ends_what_was_remembered(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    remember(tmp_path / "run.json", [sleeper.pid])

    assert sweep(tmp_path / "run.json") == [sleeper.pid]
    assert not is_alive(sleeper.pid, command="sleep")
    assert not (tmp_path / "run.json").exists()


def test_still_there_leaves_a_stranger_with_a_reused_number_alone(sleeper: subprocess.Popen[bytes]) -> None:
    known = trace(sleeper.pid)
    assert known

    assert still_there([Trace(sleeper.pid, known.started - 100)]) == []
    assert [process.pid for process in still_there([known])] == [sleeper.pid]


def test_still_there_finds_a_group_without_its_leader() -> None:
    leader = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; print(subprocess.Popen({SLEEP!r}, stdout=-3).pid)"],
        process_group=0,
        stdout=subprocess.PIPE,
        text=True,
    )
    known = Trace(leader.pid, 0)
    orphan = int(leader.communicate()[0])

    found = still_there([known])

    assert [process.pid for process in found] == [orphan]
    os.kill(orphan, 9)


@pytest.mark.parametrize("content", ["", "{", "[[1]]", "7", '[["x", 1]]'])
def test_remembered_of_a_broken_file_is_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)

    assert remembered(tmp_path / "run.json") == []


def test_hold_lock_tells_the_second_who_has_it(tmp_path: Path) -> None:
    first = hold_lock(tmp_path / "run.lock", told="pid 1, http://127.0.0.1:8000")

    with pytest.raises(AlreadyRunning, match=r"^pid 1, http://127\.0\.0\.1:8000$"):
        hold_lock(tmp_path / "run.lock", told="pid 2")

    first.close()
    hold_lock(tmp_path / "run.lock", told="pid 3").close()


GUARDED = """
import os, sys, time
from crm.embedded.processes import die_with_parent

bind = die_with_parent(15)
child = os.fork()
if not child:
    bind()
    print(os.getpid(), flush=True)
    time.sleep(60)
sys.stdin.read()
os._exit(0)
"""
LATE = """
import os
from crm.embedded.processes import die_with_parent

bind = die_with_parent(15)
bind()
"""


def test_die_with_parent_ends_the_child_of_a_killed_parent() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has it; elsewhere the next start sweeps")
    parent = subprocess.Popen(
        [sys.executable, "-c", GUARDED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())

    parent.kill()
    parent.communicate()

    assert is_gone_within(PATIENCE, lambda: not is_alive(child, command="die_with_parent"))


def test_die_with_parent_notices_a_parent_that_is_gone_already() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has it; elsewhere the next start sweeps")

    # Its parent is not the process that made the guard, as after a death between fork and guard.
    assert subprocess.run([sys.executable, "-c", LATE], check=False).returncode == 1


def test_die_with_parent_elsewhere_than_on_linux_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert die_with_parent(15) is None


def test_is_gone_within_gives_up_in_time() -> None:
    assert not is_gone_within(0.05, lambda: False)


def test_hold_lock_of_somebody_else_names_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_asked: object, **_how: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(CannotStart, match="belongs to another user"):
        hold_lock(tmp_path / "run.lock", told="pid 1")


def test_sweep_kills_what_does_not_listen(tmp_path: Path) -> None:
    deaf = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
        ],
        process_group=0,
        stdout=subprocess.PIPE,
    )
    assert deaf.stdout
    deaf.stdout.readline()
    remember(tmp_path / "run.json", [deaf.pid])

    sweep(tmp_path / "run.json", patience=0.2)

    assert deaf.wait(PATIENCE) == -9
    deaf.stdout.close()


def test_trace_and_group_of_nobody_are_nothing(sleeper: subprocess.Popen[bytes]) -> None:
    sleeper.kill()
    sleeper.wait()

    assert trace(sleeper.pid) is None
    assert group_of(sleeper.pid) == 0
    assert not is_same(sleeper.pid, 0)
