"""Everybody asks at the agreed pace, and what misses a target is marked."""

from crm.bench.client import Answer
from crm.bench.pace import for_seconds, keep_pace
from crm.bench.targets import at_least, at_most, paced


def test_keep_pace_asks_as_often_as_agreed():
    found = keep_pace([lambda: Answer(200, b"", 0.002, "")] * 4, 40, for_seconds(0.5))

    assert 16 <= found.requests <= 26
    assert (found.p50, found.p99, found.failed) == (2, 2, 0)


def test_keep_pace_counts_what_was_no_answer():
    found = keep_pace([lambda: Answer(503, b"", 0.002, "")], 20, for_seconds(0.2))

    assert found.failed == found.requests > 0


def test_a_target_that_is_missed_is_marked():
    lines = [
        at_most("memory", 451, 450, "MB"),
        at_most("memory", 450, 450, "MB"),
        at_least("rows", 499, 500, ""),
    ]

    assert ["!" in line for line in lines] == [True, False, True]


def test_a_pace_has_a_line_for_each_share():
    found = keep_pace([lambda: Answer(200, b"", 0.100, "")], 20, for_seconds(0.2))

    marks = ["!" in line for line in paced("L1", found, (60, 200, 400))]
    assert marks == [True, False, False, False]
