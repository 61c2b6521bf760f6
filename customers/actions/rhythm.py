"""Keeping everybody's rhythm beside their figures: customers/rhythm.py, set-based."""

from collections.abc import Iterable

from django.db import connection, transaction

from customers.models import CycleRules
from customers.rhythm import ENOUGH_GAPS, LEANING, PATIENCE, USUAL_GAP

# The same sum as rhythm() in customers/rhythm.py; a test keeps the two equal.
REFRESH = """
    UPDATE customers_customer AS customer SET
        expected_next_on = last_day + (2 * days + gaps) / (2 * gaps),
        overdue_on = last_day + (%(patience)s * days + gaps - 1) / gaps
    FROM (
        SELECT id, last_day, last_day - first_day + %(leaning)s * usual_gap AS days,
               buying_days - 1 + %(leaning)s AS gaps
        FROM (
            SELECT bought.id, bought.buying_days,
                   coalesce((SELECT usual_gap FROM customers_cyclerules), %(usual_gap)s) AS usual_gap,
                   (first_purchase_at AT TIME ZONE shop.time_zone)::date AS first_day,
                   (last_purchase_at AT TIME ZONE shop.time_zone)::date AS last_day
            FROM customers_customer AS bought, shop_shopsettings AS shop
            WHERE buying_days > 0 AND (%(everybody)s OR bought.id = ANY(%(customers)s))
        ) AS known
    ) AS own
    WHERE customer.id = own.id
        AND (expected_next_on, overdue_on) IS DISTINCT FROM (
            last_day + (2 * days + gaps) / (2 * gaps), last_day + (%(patience)s * days + gaps - 1) / gaps)
"""
FORGET = """
    UPDATE customers_customer SET expected_next_on = NULL, overdue_on = NULL
    WHERE buying_days = 0 AND overdue_on IS NOT NULL
        AND (%(everybody)s OR id = ANY(%(customers)s))
"""
USUAL = """
    SELECT greatest(1, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::int), count(gap)
    FROM (
        SELECT day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap
        FROM (
            SELECT DISTINCT customer_id, (at AT TIME ZONE shop.time_zone)::date AS day
            FROM customers_purchase, shop_shopsettings AS shop
            WHERE customer_id IS NOT NULL AND NOT is_refund AND voided_at IS NULL
        ) AS bought
    ) AS gaps
"""


def refresh_rhythm(customer_ids: Iterable[int] | None) -> None:
    """Bring expected_next_on and overdue_on in step with the figures; None means everybody."""
    wanted = None if customer_ids is None else list(customer_ids)
    values: dict[str, bool | int | list[int]] = {
        "everybody": wanted is None,
        "customers": wanted or [],
        "leaning": LEANING,
        "patience": PATIENCE,
        "usual_gap": USUAL_GAP,
    }
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, values)
        cursor.execute(FORGET, values)


@transaction.atomic
def refresh_usual_gap() -> int:
    """Count the shop's usual gap anew; when it changed, everybody's rhythm follows."""
    with connection.cursor() as cursor:
        cursor.execute(USUAL)
        median, count = cursor.fetchone()
    gap: int = median if count >= ENOUGH_GAPS else USUAL_GAP
    if gap != CycleRules.current().usual_gap:
        CycleRules.objects.update_or_create(pk=1, defaults={"usual_gap": min(gap, 32_767)})
        refresh_rhythm(None)
    return gap
