"""When somebody bought and what they had paid by then, always recounted from what stands."""

# Receipts of one moment stand in the order in which they were written.
RECOUNT = """
    WITH counted AS MATERIALIZED (
        SELECT touched.id AS customer_id, sold_at, paid_at, paid
        FROM shop_shopsettings AS shop, unnest(%(customers)s::bigint[]) AS touched (id), LATERAL (
            SELECT coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE NOT is_refund), '{}') AS sold_at,
                   coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE is_ours), '{}') AS paid_at,
                   coalesce(array_agg(paid ORDER BY at, id) FILTER (WHERE is_ours), '{}') AS paid
            FROM (
                SELECT at, id, is_refund, currency = shop.currency AS is_ours,
                       sum(total) FILTER (WHERE currency = shop.currency) OVER (ORDER BY at, id) AS paid
                FROM customers_purchase WHERE customer_id = touched.id AND voided_at IS NULL
            ) AS receipt
            HAVING count(*) > 0
        ) AS bought
    ), gone AS (
        DELETE FROM customers_buying AS kept
        WHERE kept.customer_id = ANY(%(customers)s)
            AND NOT EXISTS (SELECT FROM counted WHERE counted.customer_id = kept.customer_id)
    )
    INSERT INTO customers_buying AS kept (customer_id, sold_at, paid_at, paid)
    SELECT customer_id, sold_at, paid_at, paid FROM counted
    ON CONFLICT (customer_id) DO UPDATE
    SET sold_at = excluded.sold_at, paid_at = excluded.paid_at, paid = excluded.paid
    WHERE (kept.sold_at, kept.paid_at, kept.paid)
        IS DISTINCT FROM (excluded.sold_at, excluded.paid_at, excluded.paid)
"""
