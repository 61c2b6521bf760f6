"""Leftovers are told apart from strangers; one lock, one holder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.embedded.processes import (
    AlreadyRunning,
    Trace,
    hold_lock,
    is_alive,
    remember,
    remembered,
    still_there,
    sweep,
    trace,
)

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
