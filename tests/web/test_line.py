"""Lines to the database that lay idle: those at whose end nobody is are found without asking the database."""

import psycopg
import pytest
from django.db import connection

from crm.web.line import Line


@pytest.fixture
def line(db):
    with Line.connect(**connection.get_connection_params(), autocommit=True) as line:
        yield line


def test_line_that_is_quiet_is_good_without_a_question(line, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", lambda *_how, **_ways: pytest.fail("asked"))
        line.execute("")

    assert not line.has_news


def test_line_still_asks_what_there_is_to_ask(line):
    assert line.execute("SELECT 1").fetchall() == [(1,)]
    assert not line.has_news


def test_line_at_whose_end_nobody_is_any_more_is_found(line):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [line.info.backend_pid])

    assert line.has_news
    with pytest.raises(psycopg.OperationalError):
        line.execute("")


def test_line_that_we_closed_ourselves_is_no_good(line):
    line.close()

    with pytest.raises(psycopg.OperationalError):
        line.execute("")
