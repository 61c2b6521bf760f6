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
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def test_plans_are_kept_inside_and_forgotten_behind():
    with connection.cursor() as cursor, plans_kept():
        for number in range(5):
            cursor.execute("SELECT 1 + %s", [number])
        inside = kept()

    assert any(statement.startswith("SELECT 1 + ") for statement in inside)
    assert kept() == []
    assert connection.connection.prepare_threshold is None
