"""What somebody buys of each category, always recounted from the lines of what stands."""

from collections.abc import Collection

from django.db import connection

from crm.web.planner import planned

# Customer by customer, and OFFSET 0 keeps it purchase by purchase: all lines of the shop are many more than
# those of a piece of customers.
RECOUNT = """
    WITH counted AS MATERIALIZED (
        SELECT touched.id AS customer_id, category, times, first_at, last_at
        FROM unnest(%(customers)s::bigint[]) AS touched (id), LATERAL (
            SELECT line.category, count(DISTINCT purchase.id) AS times,
                   min(purchase.at) AS first_at, max(purchase.at) AS last_at
            FROM customers_purchase AS purchase
            CROSS JOIN LATERAL (
                SELECT category FROM customers_purchaseline
                WHERE purchase_id = purchase.id AND category <> '' OFFSET 0
            ) AS line
            WHERE purchase.customer_id = touched.id AND purchase.voided_at IS NULL
                AND NOT purchase.is_refund
            GROUP BY line.category
        ) AS bought
    ), gone AS (
        DELETE FROM customers_categorybought AS kept
        WHERE kept.customer_id = ANY(%(customers)s) AND NOT EXISTS (
            SELECT FROM counted
            WHERE counted.customer_id = kept.customer_id AND counted.category = kept.category)
    )
    INSERT INTO customers_categorybought AS kept (customer_id, category, times, first_at, last_at)
    SELECT customer_id, category, times, first_at, last_at FROM counted
    ON CONFLICT (customer_id, category) DO UPDATE
    SET times = excluded.times, first_at = excluded.first_at, last_at = excluded.last_at
    WHERE (kept.times, kept.first_at, kept.last_at)
        IS DISTINCT FROM (excluded.times, excluded.first_at, excluded.last_at)
"""


def recount_categories(customers: Collection[int]) -> None:
    """Bring what is kept in step with what was bought; the caller holds these customers."""
    # Right after a large file PostgreSQL has not counted yet, takes the tables for empty, and would go
    # through all lines for each customer.
    with planned(never=("seqscan",), always=("nestloop",)), connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"customers": list(customers)})
