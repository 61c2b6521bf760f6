"""Whole shops are started one after the other."""

from typing import Any

import pytest

from tests.turns import Turns, group_of


@pytest.mark.parametrize(
    ("file", "group"),
    [
        ("tests/faults/test_run.py", "faults"),
        ("tests/faults/test_load.py", "faults"),
        ("tests/embedded/test_once.py", "faults"),
        ("tests/web/test_views.py", ""),
    ],
)
def test_files_with_whole_shops_are_of_one_group(file: str, group: str) -> None:
    assert group_of(file) == group


class Worker:
    """One that takes no more tests."""

    shutting_down = True


def test_what_is_done_is_forgotten_and_may_be_told_again() -> None:
    group = {"tests/faults/test_run.py::one": False, "tests/faults/test_run.py::two": False}
    alone = "tests/web/test_views.py::one"
    worker: Any = Worker()
    turns = Turns.__new__(Turns)
    turns.registered_collections = {worker: [*group, alone]}
    turns.assigned_work = {worker: {"faults": dict(group), alone: {alone: False}}}

    for told in (2, 2, 0):
        turns.mark_test_complete(worker, told)
    half = dict(turns.assigned_work[worker]["faults"])
    for told in (1, 0):
        turns.mark_test_complete(worker, told)

    assert list(half.values()) == [True, False]
    assert turns.assigned_work[worker] == {}
