"""What a checklist looks at, and what a visit comes to."""

import pytest

from feedback.checklist_points import Point, Tally, add_up, read_points

TWO = [Point("Greeted"), Point("Asked", 3)]


def test_one_point_a_line_and_a_number_at_the_end_is_its_weight():
    assert read_points("Greeted\n\n Asked (3)\nA bag (or box)\n(2)\nEven (9)") == [
        Point("Greeted"),
        Point("Asked", 3),
        Point("A bag (or box)"),
        Point("(2)"),
        Point("Even (9)"),
    ]


def test_a_point_is_typed_as_it_was_read():
    assert [read_points(point.line) for point in TWO] == [[point] for point in TWO]


@pytest.mark.parametrize(
    ("marks", "tally"),
    [
        (["yes", "yes"], Tally(8, 8)),
        (["no", "partly"], Tally(3, 8)),
        (["yes", "unseen"], Tally(2, 2)),
        (["unseen", "unseen"], Tally(0, 0)),
    ],
)
def test_what_could_not_be_seen_counts_neither_way(marks, tally):
    assert add_up(TWO, marks) == tally
