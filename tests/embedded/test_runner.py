"""The one line, and a child's second chances."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from crm.embedded import children, runner
from crm.embedded.certificate import make_certificate
from crm.embedded.children import Child, end_all
from crm.embedded.places import REPOSITORY, CannotStart
from crm.embedded.plan import Plan
from crm.embedded.runner import Runner, ready_line
from tests.patience import wait_until


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
    wait_until(lambda: of.ended() is not None)


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
    wait_until(lambda: said)

    assert said == ["worker: hello"]


def test_end_all_ends_a_child_that_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(children, "PATIENCE", 0.2)
    deaf = child(
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
        said,
    )
    deaf.start()
    wait_until(lambda: said)

    end_all([deaf], say=lambda name, line: said.append(f"{name}: {line}"))

    assert deaf.ended() == -9
    assert said == ["worker: deaf", "run: worker did not stop in time and was ended"]


def test_end_all_of_what_never_started_does_nothing() -> None:
    end_all([child("", [])], say=lambda _name, _line: None)


class Trouble(BaseHTTPRequestHandler):
    """A web server whose application does not start."""

    def do_GET(self) -> None:
        self.send_response(500)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def port_of_trouble() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Trouble) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_web_answers_of_an_error_is_the_end(tmp_path: Path, port_of_trouble: int) -> None:
    with pytest.raises(CannotStart, match="answers with 500 Internal Server Error"):
        Runner(Plan(tmp_path, port_of_trouble)).web_answers(None)


def test_wait_for_web_gives_up_on_a_server_that_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "WEB_PATIENCE", 0.2)

    with pytest.raises(CannotStart, match="did not answer within"):
        Runner(Plan(tmp_path, 1)).wait_for_web()


def test_trust_on_the_network_is_in_our_own_authority_alone(tmp_path: Path) -> None:
    plan = Plan(tmp_path, 8123, ("192.168.1.20",), is_on_network=True)
    make_certificate(plan.certificates, plan.names)

    context = Runner(plan).trust()

    assert context
    assert [
        dict(part[0] for part in one["subject"])["commonName"][:22] for one in context.get_ca_certs()
    ] == ["Regulars shop authorit"]
    assert Runner(Plan(tmp_path, 8123)).trust() is None


def test_second_signal_ends_the_children_at_once(tmp_path: Path) -> None:
    run = Runner(Plan(tmp_path, 8123))
    worker = child("import time; time.sleep(60)", [])
    run.children.append(worker)
    worker.start()

    run.on_signal(2, None)
    assert worker.ended() is None
    run.on_signal(2, None)
    wait_for_end(worker)

    assert worker.ended() == -9


def test_say_with_verbose_reaches_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VERBOSE", "1")

    Runner(Plan(tmp_path, 8123)).say("web", "hello")

    assert capsys.readouterr().out == "     web | hello\n"


def test_main_with_a_port_that_is_none_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "many")

    assert runner.main() == 1
    assert capsys.readouterr().err == "make run: PORT=many is not a number: make run PORT=8000\n"


def test_the_package_itself_is_make_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crm.embedded"],
        cwd=REPOSITORY,
        env=os.environ | {"PORT": "many"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr[:10]) == (1, "make run: ")
