"""What a piece of work costs."""

import pytest
from django.db import connection

from crm.bench.effort import TICK, effort_of


@pytest.mark.django_db
def test_effort_counts_what_the_database_does_for_us():
    def work():
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(n) FROM generate_series(1, 300000) AS n")

    cost = effort_of(work)

    assert cost.processor > TICK
    assert cost.clock > 0
