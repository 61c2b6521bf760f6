"""Promises in the order of their days, under four headings. Pure."""

from datetime import date, timedelta

from engagement.due_group import Due, due_groups
from engagement.models import FollowUp

TODAY = date(2026, 11, 23)


def due_in(*days: int) -> list[FollowUp]:
    return [FollowUp(due_on=TODAY + timedelta(days=number)) for number in days]


def test_due_groups_go_by_the_day():
    rows = due_in(-30, -1, 0, 1, 7, 8, 90)

    groups = due_groups(rows, TODAY)

    assert [(group.due, len(group.follow_ups)) for group in groups] == [
        (Due.OVERDUE, 2),
        (Due.TODAY, 1),
        (Due.SOON, 2),
        (Due.LATER, 2),
    ]


def test_due_groups_leave_out_what_is_empty():
    assert [group.due for group in due_groups(due_in(3), TODAY)] == [Due.SOON]
    assert due_groups([], TODAY) == []
