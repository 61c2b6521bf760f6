"""The one line, and a child's second chances."""

import sys
import time
from pathlib import Path

import pytest

from crm.embedded.children import Child, end_all
from crm.embedded.places import CannotStart
from crm.embedded.plan import Plan
from crm.embedded.runner import ready_line


def test_ready_line_is_one_line() -> None:
    line = ready_line(Plan(Path("/srv"), 8123), "owner olga@example\n\nstaff mira@example\n")

    assert line == (
        "Ready: http://localhost:8123 · owner olga@example · staff mira@example · Ctrl-C stops everything"
    )


def test_ready_line_on_the_network_is_for_the_tablet() -> None:
    line = ready_line(Plan(Path("/srv"), 8123, ("192.168.1.20",), is_on_network=True), "")

    assert line == "Ready: https://192.168.1.20:8123 (open this on the tablet) · Ctrl-C stops everything"


def child(code: str, said: list[str], *, is_replaceable: bool = True) -> Child:
    return Child(
        "worker",
        [sys.executable, "-c", code],
        {},
        say=lambda name, line: said.append(f"{name}: {line}"),
        is_replaceable=is_replaceable,
    )


def wait_for_end(of: Child) -> None:
    deadline = time.monotonic() + 10
    while of.ended() is None and time.monotonic() < deadline:
        time.sleep(0.01)


def test_revive_gives_up_after_three_in_a_minute() -> None:
    said: list[str] = []
    worker = child("raise SystemExit(3)", said)
    worker.start()

    for _ in range(3):
        wait_for_end(worker)
        assert worker.revive()
    wait_for_end(worker)

    with pytest.raises(CannotStart, match="worker ended with status 3"):
        worker.revive()
    assert said == ["run: worker ended with status 3; starting it again"] * 3


def test_revive_of_the_web_server_is_refused_at_once() -> None:
    web = child("raise SystemExit(1)", [], is_replaceable=False)
    web.start()
    wait_for_end(web)

    with pytest.raises(CannotStart):
        web.revive()


def test_revive_of_the_living_does_nothing() -> None:
    worker = child("import time; time.sleep(60)", [])
    worker.start()

    assert not worker.revive()

    end_all([worker], say=lambda _name, _line: None)
    assert worker.ended() == -15


def test_listen_passes_on_what_a_child_says() -> None:
    said: list[str] = []
    worker = child("print('hello')", said)
    worker.start()
    wait_for_end(worker)
    deadline = time.monotonic() + 5
    while not said and time.monotonic() < deadline:
        time.sleep(0.01)

    assert said == ["worker: hello"]
