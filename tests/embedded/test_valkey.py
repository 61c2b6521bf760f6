"""Valkey on its socket: it answers, keeps out of a stranger's way, and its failures have words."""

import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.embedded import valkey as program
from crm.embedded.places import CannotStart
from crm.embedded.valkey import Valkey


@pytest.fixture
def state() -> Iterator[Path]:
    """Short, because a socket lies in it."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-kv-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def valkey(state: Path) -> Iterator[Valkey]:
    server = Valkey(state, is_durable=False)
    server.start()
    yield server
    server.stop()


def test_start_opens_one_door_for_us_alone(valkey: Valkey) -> None:
    assert valkey.answers()
    assert stat.S_IMODE(valkey.socket.stat().st_mode) == 0o700


def test_start_beside_another_server_is_refused(valkey: Valkey) -> None:
    with pytest.raises(CannotStart, match="Another server already answers"):
        Valkey(valkey.state).start()


def test_stop_is_an_end_and_stopping_again_nothing(valkey: Valkey) -> None:
    valkey.stop()
    valkey.stop()

    assert not valkey.answers()
    assert valkey.process
    assert valkey.process.poll() == 0


def test_start_of_a_program_that_ends_shows_what_it_said(state: Path) -> None:
    (state / "valkey.rdb").write_text("not a snapshot")

    with pytest.raises(CannotStart, match="Valkey ended while starting") as refused:
        Valkey(state).start()

    assert "Fatal error loading the DB" in str(refused.value)


@pytest.fixture
def deaf(state: Path) -> Iterator[Valkey]:
    """A server that neither answers nor listens."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(15, 1); print(flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    yield Valkey(state, process=process)
    process.kill()
    process.wait()


def test_wait_for_a_server_that_says_nothing_has_an_end(deaf: Valkey) -> None:
    with pytest.raises(CannotStart, match="did not answer within 0 s"):
        deaf.wait(0.05)


def test_stop_of_a_server_that_does_not_listen_is_by_force(
    deaf: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "STOP_PATIENCE", 0.1)

    deaf.stop()

    assert deaf.process
    assert deaf.process.poll() == -9
