"""What somebody buys of each category, always recounted from the lines of what stands."""

from collections.abc import Collection

from django.db import connection

from crm.web.planner import planned
from customers.actions import buying

# Two purchases of one moment stand a microsecond apart: a moment is a purchase, whatever its categories.
# Customer by customer, and OFFSET 0 keeps it purchase by purchase: all lines of the shop are many more than
# those of a piece of customers.
RECOUNT = """
    WITH counted AS MATERIALIZED (
        SELECT touched.id AS customer_id, category, cardinality(moments) AS times, moments[1] AS first_at,
               moments[cardinality(moments)] AS last_at, moments
        FROM unnest(%(customers)s::bigint[]) AS touched (id), LATERAL (
            SELECT line.category, array_agg(purchase.moment ORDER BY purchase.moment) AS moments
            FROM (
                SELECT id, at + (row_number() OVER (PARTITION BY at ORDER BY id) - 1)
                    * interval '1 microsecond' AS moment
                FROM customers_purchase
                WHERE customer_id = touched.id AND voided_at IS NULL AND NOT is_refund
            ) AS purchase
            CROSS JOIN LATERAL (
                SELECT DISTINCT category FROM customers_purchaseline
                WHERE purchase_id = purchase.id AND category <> '' OFFSET 0
            ) AS line
            GROUP BY line.category
        ) AS bought
    ), gone AS (
        DELETE FROM customers_categorybought AS kept
        WHERE kept.customer_id = ANY(%(customers)s) AND NOT EXISTS (
            SELECT FROM counted
            WHERE counted.customer_id = kept.customer_id AND counted.category = kept.category)
    )
    INSERT INTO customers_categorybought AS kept (customer_id, category, times, first_at, last_at, moments)
    SELECT customer_id, category, times, first_at, last_at, moments FROM counted
    ON CONFLICT (customer_id, category) DO UPDATE
    SET times = excluded.times, first_at = excluded.first_at, last_at = excluded.last_at,
        moments = excluded.moments
    WHERE (kept.times, kept.first_at, kept.last_at, kept.moments)
        IS DISTINCT FROM (excluded.times, excluded.first_at, excluded.last_at, excluded.moments)
"""


def recount_what_was_bought(customers: Collection[int]) -> None:
    """Bring what is kept of each category, and of all, in step; the caller holds these customers."""
    # Right after a large file PostgreSQL has not counted yet, takes the tables for empty, and would go
    # through all lines for each customer.
    with planned(never=("seqscan",), always=("nestloop",)), connection.cursor() as cursor:
        for statement in (RECOUNT, buying.RECOUNT):
            cursor.execute(statement, {"customers": list(customers)})
