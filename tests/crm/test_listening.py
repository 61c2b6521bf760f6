"""A worker that hears nothing lays its line anew; with a Redis that hangs, it is in tests/faults."""

from types import SimpleNamespace

import pytest
from celery.worker import state

from crm.celery import Listening, app


@pytest.fixture
def listening(monkeypatch, settings) -> Listening:
    settings.BACKGROUND_IS_LATE_AFTER = 120
    rung_for = {"a task": 3}
    monkeypatch.setattr(state, "total_count", rung_for)
    monkeypatch.setattr(state, "active_requests", set())
    watched: list[float] = []
    timer = SimpleNamespace(call_repeatedly=lambda *asked: watched.append(asked[0]))
    step = Listening(None)
    step.start(SimpleNamespace(timer=timer))
    assert watched == [30]
    return step


def test_a_worker_that_is_rung_for_stays_on_its_line(listening: Listening):
    for _bell in range(3):
        state.total_count["a task"] += 1
        listening.look()


def test_a_worker_that_hears_nothing_lays_its_line_anew(listening: Listening):
    with pytest.raises(ConnectionResetError):
        listening.look()


def test_a_worker_in_the_middle_of_something_long_is_let_be(listening: Listening):
    state.active_requests.add("an import")

    listening.look()


def test_every_worker_listens():
    assert Listening in app.steps["consumer"]
