"""Many sums of days in one question: each reads its own stretch of the index."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from crm.shop.models import Location
from metrics.definitions import Metric
from metrics.figure import Sums
from metrics.period import Period

SUMS = """
    SELECT coalesce(own.numerator, 0), coalesce(below.numerator, own.denominator, 0), coalesce(own.squares, 0)
    FROM unnest(%(rows)s::text[], %(over)s::text[], %(first)s::date[], %(last)s::date[], %(places)s::bigint[],
                %(channels)s::text[])
        WITH ORDINALITY AS asked (metric, over, first, last, place, channel, number)
    CROSS JOIN LATERAL (
        SELECT sum(numerator) AS numerator, sum(denominator) AS denominator, sum(squares) AS squares
        FROM metrics_dailysum AS day WHERE day.metric = asked.metric AND "on" BETWEEN first AND last
            AND (place IS NULL OR location_id = place) AND (asked.channel = '' OR day.channel = asked.channel)
    ) AS own
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(numerator), 0) AS numerator
        FROM metrics_dailysum AS day WHERE day.metric = asked.over AND "on" BETWEEN first AND last
            AND (place IS NULL OR location_id = place) AND (asked.channel = '' OR day.channel = asked.channel)
        HAVING asked.over <> ''
    ) AS below ON true
    ORDER BY number
"""


def sums_of(wanted: Sequence[tuple[Metric, Period]], location: Location | None, channel: str) -> list[Sums]:
    """What the days of each come to, in the same order."""
    spans = [metric.days_of(period) for metric, period in wanted]
    place = location.pk if location else None
    values: dict[str, Any] = {
        "rows": [metric.stored for metric, _period in wanted],
        "over": [metric.over for metric, _period in wanted],
        "first": [first or date.min for first, _last in spans],
        "last": [last for _first, last in spans],
        "places": [place if metric.by_place else None for metric, _period in wanted],
        "channels": [channel if metric.by_channel else "" for metric, _period in wanted],
    }
    with connection.cursor() as cursor:
        cursor.execute(SUMS, values)
        return [Sums(*map(Decimal, row)) for row in cursor.fetchall()]
