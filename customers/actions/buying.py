"""What and when somebody bought and what they had paid by then, always recounted from what stands."""

from collections.abc import Collection

from django.db import connection

from crm.web.planner import planned
from customers.models.buying import product_key

# Receipts of one moment stand in the order in which they were written.
# Customer by customer, and OFFSET 0 keeps it purchase by purchase: all lines of the shop are many more than
# those of a piece of customers.
# In their order, so that lines are found by the index of their places: of a table taken for empty, PostgreSQL
# 18 would as soon skip through the index of products, for every receipt.
RECOUNT = f"""
    WITH counted AS MATERIALIZED (
        SELECT touched.id AS customer_id, sold_at, paid_at, paid, products,
               categories || sides AS categories, of_category || of_side AS of_category
        FROM shop_shopsettings AS shop, unnest(%(customers)s::bigint[]) AS touched (id), LATERAL (
            SELECT coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE NOT is_refund), '{{}}') AS sold_at,
                   array_agg(id ORDER BY at, id) FILTER (WHERE NOT is_refund) AS sales,
                   array_agg(channel ORDER BY at, id) FILTER (WHERE NOT is_refund) AS ways,
                   array_agg(location_id ORDER BY at, id) FILTER (WHERE NOT is_refund) AS places,
                   repeat('0', count(*) FILTER (WHERE NOT is_refund)::int)::varbit AS no_sale,
                   coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE is_ours), '{{}}') AS paid_at,
                   coalesce(array_agg(paid ORDER BY at, id) FILTER (WHERE is_ours), '{{}}') AS paid
            FROM (
                SELECT at, id, is_refund, channel, location_id, currency = shop.currency AS is_ours,
                       sum(total) FILTER (WHERE currency = shop.currency) OVER (ORDER BY at, id) AS paid
                FROM customers_purchase WHERE customer_id = touched.id AND voided_at IS NULL
            ) AS receipt
            HAVING count(*) > 0
        ) AS bought, LATERAL (
            WITH line AS MATERIALIZED (
                SELECT set_bit(no_sale, nth::int - 1, 1) AS sale, category, product
                FROM unnest(sales) WITH ORDINALITY AS sale (id, nth), LATERAL (
                    SELECT category, {product_key("product_name", "product_code")} AS product
                    FROM customers_purchaseline WHERE purchase_id = sale.id ORDER BY position OFFSET 0
                ) AS line
            )
            SELECT array_prepend('', array_agg(category ORDER BY category) FILTER (WHERE category <> ''))
                       AS categories,
                   array_prepend(coalesce(bit_or(sales), no_sale)::varbit,
                       array_agg(sales ORDER BY category) FILTER (WHERE category <> '')) AS of_category,
                   ARRAY(SELECT DISTINCT product FROM line ORDER BY product) AS products
            FROM (SELECT category, bit_or(sale)::varbit AS sales FROM line GROUP BY category) AS of_each
        ) AS what, LATERAL (
            SELECT array_agg(side ORDER BY side) AS sides, array_agg(sales ORDER BY side) AS of_side
            FROM (
                SELECT chr(31) || name AS side,
                       bit_or(set_bit(no_sale, nth::int - 1, 1))::varbit AS sales
                FROM unnest(ways, places) WITH ORDINALITY AS sale (way, place, nth),
                    LATERAL (VALUES (way), (place::text)) AS how (name)
                WHERE name <> '' GROUP BY name
            ) AS of_each
        ) AS how
    ), gone AS (
        DELETE FROM customers_buying AS kept
        WHERE kept.customer_id = ANY(%(customers)s)
            AND NOT EXISTS (SELECT FROM counted WHERE counted.customer_id = kept.customer_id)
    )
    INSERT INTO customers_buying AS kept
        (customer_id, sold_at, paid_at, paid, categories, of_category, products)
    SELECT customer_id, sold_at, paid_at, paid, categories, of_category, products FROM counted
    ON CONFLICT (customer_id) DO UPDATE
    SET sold_at = excluded.sold_at, paid_at = excluded.paid_at, paid = excluded.paid,
        categories = excluded.categories, of_category = excluded.of_category, products = excluded.products
    WHERE (kept.sold_at, kept.paid_at, kept.paid, kept.categories, kept.of_category, kept.products)
        IS DISTINCT FROM (excluded.sold_at, excluded.paid_at, excluded.paid,
            excluded.categories, excluded.of_category, excluded.products)
"""


def recount_what_was_bought(customers: Collection[int]) -> None:
    """Bring what is kept of what they bought in step; the caller holds these customers."""
    # Right after a large file PostgreSQL has not counted yet, takes the tables for empty, and would go
    # through all lines for each customer.
    with planned(never=("seqscan",), always=("nestloop",)), connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"customers": list(customers)})
