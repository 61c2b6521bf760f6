"""What we tell PostgreSQL about the way of a statement holds for that statement only."""

import pytest
from django.db import connection

from crm.web.planner import planned, plans_kept

pytestmark = pytest.mark.django_db


def how(way):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW enable_{way}")
        return cursor.fetchone()[0]


def test_planned_holds_inside_and_nowhere_else():
    with planned(never=("seqscan",)):
        assert how("seqscan") == "off"

    assert how("seqscan") == "on"


def test_planned_gives_the_caller_back_what_it_had():
    with planned(never=("nestloop", "sort")):
        with planned(never=("seqscan",), always=("nestloop",)):
            assert [how("nestloop"), how("sort"), how("seqscan")] == ["on", "off", "off"]
        assert [how("nestloop"), how("sort"), how("seqscan")] == ["off", "off", "on"]


def kept():
    """{statement: how often it was planned anew}."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, custom_plans FROM pg_prepared_statements")
        return dict(cursor.fetchall())


def test_plans_are_kept_inside_and_not_used_behind():
    def ask(times):
        with connection.cursor() as cursor:
            for number in range(times):
                cursor.execute("SELECT 1 + %s", [number])
                assert cursor.fetchall() == [(1 + number,)]

    counts = []
    for _time in range(3):
        with plans_kept():
            ask(5)
            counts.append(sum(kept().values()))
        ask(5)

    assert connection.connection.prepare_threshold is None
    assert sum(kept().values()) == counts[-1] > counts[0] > 0
