"""`make run` with real processes: it stops whole, starts again after anything, and says what is wrong."""

import signal
import socket
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def test_run_prints_one_line_answers_and_stops_whole(start_shop: Callable) -> None:
    run = start_shop().ready()

    assert run.said.count("\n") == 1
    assert run.said.startswith(f"Ready: http://localhost:{run.port} · ")
    assert run.said.endswith("Ctrl-C stops everything\n")
    assert run.answers()
    assert (run.end(signal.SIGTERM), run.left()) == (0, [])
    assert run.said.endswith("Stopped.\n")


@pytest.mark.long_fault
def test_run_with_a_token_shows_the_counters_of_all_its_processes(start_shop: Callable) -> None:
    run = start_shop(METRICS_TOKEN="somebody who watches").ready()
    asking = urllib.request.Request(
        f"{run.url}/metrics", headers={"Authorization": "Bearer somebody who watches"}
    )

    with urllib.request.urlopen(asking, timeout=PATIENCE) as answer:
        shown = answer.read().decode()

    assert "regulars_requests_turned_away_total 0.0" in shown
    # The second web process may still be on its way.
    wait_until(lambda: len(list((run.home / "counters").glob("counter_*.db"))) >= 2)


@pytest.mark.long_fault
def test_run_whose_terminal_closes_leaves_nothing(start_shop: Callable) -> None:
    run = start_shop().ready()

    assert (run.end(signal.SIGHUP), run.left()) == (0, [])


def test_run_told_to_stop_while_starting_leaves_nothing(start_shop: Callable) -> None:
    run = start_shop()
    run.child("-D")

    status = run.end(signal.SIGINT)

    assert (status, run.left()) == (0, [])


@pytest.mark.long_fault
def test_run_killed_takes_its_children_along(start_shop: Callable) -> None:
    run = start_shop().ready()

    run.process.kill()

    assert run.is_gone()


@pytest.mark.long_fault
def test_run_after_kill_of_direct_children_ends_the_orphans(start_shop: Callable) -> None:
    first = start_shop().ready()
    for process in [first.process, *first.look_at_children()]:
        process.kill()

    second = start_shop().ready()

    assert second.answers()
    assert first.is_gone()


@pytest.mark.long_fault
def test_run_after_a_power_cut_recovers(start_shop: Callable, shop_home: Path) -> None:
    start_shop().ready().cut_the_power()
    # What a power cut leaves: a mark whose number belongs to somebody else after the start of the machine.
    mark = shop_home / "postgres" / "postmaster.pid"
    mark.write_text("\n".join(["1", *mark.read_text().splitlines()[1:]]) + "\n")

    assert start_shop().ready().answers()


def test_run_replaces_its_worker_and_stops_without_its_web_server(start_shop: Callable) -> None:
    run = start_shop().ready()
    lost = run.child("worker", "celery,bulk")

    lost.kill()

    assert run.says_in_log("starting it again")
    assert run.child("worker", "celery,bulk").pid != lost.pid
    run.look()
    run.child("gunicorn").kill()
    assert (run.ended(), run.left()) == (1, [])
    assert "make run: web ended with status -9" in run.said


@pytest.mark.long_fault
def test_run_without_its_database_stops_and_says_so(start_shop: Callable) -> None:
    run = start_shop().ready()

    run.child("-D").kill()

    assert (run.ended(), run.left()) == (1, [])
    assert "make run: PostgreSQL ended unexpectedly" in run.said


@pytest.mark.long_fault
def test_run_twice_is_refused_by_name(start_shop: Callable) -> None:
    first = start_shop().ready()

    second = start_shop()

    assert second.ended() == 1
    assert second.said == (
        f"make run: Already running: pid {first.process.pid}, http://localhost:{first.port}. "
        "Stop it with Ctrl-C in its terminal.\n"
    )


def test_run_on_a_taken_port_names_the_holder_and_the_way_out(start_shop: Callable) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        run = start_shop(port=port)

        assert run.ended() == 1
    assert f"Port {port} on 127.0.0.1 is in use by python" in run.said
    assert f"make run PORT={port + 1}" in run.said
