"""How long customers stay in a stage of the cycle, those included who still stand there."""

from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from crm.figures.survival import Waiting
from crm.shop.models import Location
from customers.models import Stage
from metrics.period import Period

# Whoever is only known has no row in the history: `stage_since` says since when.
STAYS = """
    SELECT coalesce(left_on, %(until)s) - came_on AS days, left_on IS NOT NULL AS has_left, count(*)
    FROM (
        SELECT effective_on AS came_on, (
            SELECT min(later.effective_on) FROM customers_stagechange AS later
            WHERE later.customer_id = change.customer_id AND later.effective_on > change.effective_on
                AND later.effective_on <= %(until)s
        ) AS left_on
        FROM customers_stagechange AS change
        WHERE effective_on BETWEEN %(first)s AND %(until)s AND to_stage = %(stage)s
    UNION ALL
        SELECT stage_since, NULL FROM customers_customer AS known
        WHERE %(stage)s = 'attraction' AND stage = 'attraction'
            AND stage_since BETWEEN %(first)s AND %(until)s AND NOT EXISTS (
                SELECT FROM customers_stagechange AS change WHERE change.customer_id = known.id)
    ) AS stay GROUP BY 1, 2
"""


def stays(period: Period, location: Location | None, *, stage: Stage) -> tuple[Waiting, int]:
    """Days from coming into the stage until leaving it, of those who came in the period."""
    until = min(period.last, timezone.localdate())
    left: list[float] = []
    standing: list[float] = []
    for days, has_left, count in _asked({"first": period.first or date.min, "until": until, "stage": stage}):
        (left if has_left else standing).extend([float(days)] * count)
    return Waiting(tuple(left), tuple(standing)), len(left)


def _asked(values: dict[str, Any]) -> list[tuple[int, bool, int]]:
    with connection.cursor() as cursor:
        cursor.execute(STAYS, values)
        rows: list[tuple[int, bool, int]] = cursor.fetchall()
    return rows
