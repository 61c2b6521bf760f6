"""By night: between what the money figures lie, by drawing customers again and again."""

from datetime import date
from math import isfinite

import numpy as np
from django.db import connection

from crm.figures.bootstrap import ratio_limits
from metrics.definitions.sales import AVERAGE_ORDER
from metrics.models import KeptInterval
from metrics.period import Period

SPANS = (30, 90, 365)  # days
# Of more customers than this, heaps of them are drawn. Whom nobody knows is drawn by the day.
HEAPS = 20_000
SPENT = """
    SELECT sum(sales)::float, sum(orders)::float FROM metrics_buyingday
    WHERE "on" BETWEEN %(first)s AND %(last)s AND orders > 0
    GROUP BY mod(abs(hashint8(coalesce(customer_id, -id))::bigint), %(heaps)s)
"""


def keep_intervals(today: date) -> None:
    """For the periods pages begin with; once a day."""
    if KeptInterval.objects.filter(last=today).exists():
        return
    for days in SPANS:
        ends = _average_order(Period.rolling(days, today))
        rows = KeptInterval.objects.filter(metric=AVERAGE_ORDER.slug, days=days)
        if ends is None:
            rows.delete()
            continue
        kept = dict(zip(("low", "high"), ends, strict=True)) | {"last": today}
        KeptInterval.objects.update_or_create(metric=AVERAGE_ORDER.slug, days=days, defaults=kept)


def _average_order(period: Period) -> tuple[float, float] | None:
    with connection.cursor() as cursor:
        cursor.execute(SPENT, {"first": period.first, "last": period.last, "heaps": HEAPS})
        spent = np.array(cursor.fetchall(), dtype=float).reshape(-1, 2)
    low, high = ratio_limits(spent[:, 0], spent[:, 1])
    return (low, high) if isfinite(low) and isfinite(high) else None
