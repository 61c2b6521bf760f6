"""What everybody bought and what they had paid by then, always written anew from what stands."""

from collections.abc import Collection

from django.db import connection

from crm.web.planner import planned
from customers.models import DataImport, ImportState
from customers.models.sign import ARTICLE, PLACE, UNKNOWN, WAY, letter_of, letter_of_day

MOVING = (ImportState.APPLYING, ImportState.UNDOING)
SIGN = f"""
    coalesce((
        SELECT {letter_of("number")} FROM customers_sign AS sign
        WHERE sign.name = {{name}} AND code = {{code}} AND sign.category = {{category}} AND kind = '{{kind}}'
    ), '{UNKNOWN}')
"""
OF_WAY = SIGN.format(kind=WAY, name="channel", code="''", category="''")
OF_PLACE = SIGN.format(kind=PLACE, name="location_id::text", code="''", category="''")
OF_LINE = SIGN.format(kind=ARTICLE, name="product_name", code="product_code", category="line.category")
# Receipts of one moment stand in the order in which they were written.
# Customer by customer and receipt by receipt: all lines of the shop are many more than those of a piece of
# customers. OFFSET 0 and the order of the lines keep it so: of a table taken for empty, PostgreSQL 18 would
# as soon skip through the index of products, for every receipt.
WRITE = f"""
    WITH counted AS MATERIALIZED (
        SELECT touched.id AS customer_id, purchases, paid_at, paid
        FROM shop_shopsettings AS shop, unnest(%(customers)s::bigint[]) AS touched (id), LATERAL (
            SELECT coalesce(string_agg(word, '' ORDER BY at DESC, id DESC), '') AS purchases,
                   coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE is_ours), '{{}}') AS paid_at,
                   coalesce(array_agg(paid ORDER BY at, id) FILTER (WHERE is_ours), '{{}}') AS paid
            FROM (
                SELECT at, id, currency = shop.currency AS is_ours,
                       sum(total) FILTER (WHERE currency = shop.currency) OVER (ORDER BY at, id) AS paid,
                       CASE WHEN NOT is_refund THEN
                           {letter_of_day("(at AT TIME ZONE shop.time_zone)::date")}
                           || CASE WHEN channel = '' THEN '' ELSE {OF_WAY} END
                           || CASE WHEN location_id IS NULL THEN '' ELSE {OF_PLACE} END
                           || coalesce((
                               SELECT string_agg(letter, '') FROM (
                                   SELECT {OF_LINE} AS letter FROM customers_purchaseline AS line
                                   WHERE purchase_id = receipt.id ORDER BY position OFFSET 0
                               ) AS each
                           ), '')
                       END AS word
                FROM customers_purchase AS receipt
                WHERE customer_id = touched.id AND voided_at IS NULL
            ) AS receipt
            HAVING count(*) > 0
        ) AS bought
    ), gone AS (
        DELETE FROM customers_tillroll AS kept
        WHERE kept.customer_id = ANY(%(customers)s)
            AND NOT EXISTS (SELECT FROM counted WHERE counted.customer_id = kept.customer_id)
    ), written AS (
        INSERT INTO customers_tillroll AS kept (customer_id, purchases, paid_at, paid)
        SELECT customer_id, purchases, paid_at, paid FROM counted
        ON CONFLICT (customer_id) DO UPDATE
        SET purchases = excluded.purchases, paid_at = excluded.paid_at, paid = excluded.paid
        WHERE (kept.purchases, kept.paid_at, kept.paid)
            IS DISTINCT FROM (excluded.purchases, excluded.paid_at, excluded.paid)
    )
    SELECT customer_id FROM counted WHERE strpos(purchases, '{UNKNOWN}') > 0
"""
# In their order, so that two who meet the same new articles never wait for each other.
LEARN = f"""
    INSERT INTO customers_sign (kind, name, code, category)
    SELECT DISTINCT said.kind, said.name, said.code, said.category
    FROM unnest(%(customers)s::bigint[]) AS touched (id)
    JOIN customers_purchase AS receipt ON receipt.customer_id = touched.id, LATERAL (
        SELECT '{WAY}', channel, '', '' WHERE channel <> ''
        UNION ALL SELECT '{PLACE}', location_id::text, '', '' WHERE location_id IS NOT NULL
        UNION ALL SELECT '{ARTICLE}', product_name, product_code, category
        FROM customers_purchaseline WHERE purchase_id = receipt.id
    ) AS said (kind, name, code, category)
    WHERE voided_at IS NULL AND NOT is_refund AND NOT EXISTS (
        SELECT FROM customers_sign AS sign WHERE sign.name = said.name AND sign.code = said.code
            AND sign.category = said.category AND sign.kind = said.kind
    )
    ORDER BY said.kind, said.name, said.code, said.category
    ON CONFLICT DO NOTHING
"""
FORGET = f"""
    DELETE FROM customers_sign AS sign WHERE kind = '{ARTICLE}' AND NOT EXISTS (
        SELECT FROM customers_purchaseline AS line WHERE line.product_name = sign.name
            AND line.product_code = sign.code AND line.category = sign.category
    )
"""


def write_till_rolls(customers: Collection[int]) -> None:
    """Bring what is kept of what they bought in step; the caller holds these customers."""
    # Right after a large file PostgreSQL has not counted yet, takes the tables for empty, and would go
    # through all lines for each customer.
    with planned(never=("seqscan",), always=("nestloop",)), connection.cursor() as cursor:
        cursor.execute(WRITE, {"customers": list(customers)})
        # Most purchases are of what the shop has sold before.
        if new := [number for (number,) in cursor.fetchall()]:
            cursor.execute(LEARN, {"customers": new})
            cursor.execute(WRITE, {"customers": new})


def forget_unused_signs() -> None:
    """A name that stands on no receipt any more may have been somebody's: "engraved for Lily".

    Not while a file is coming in: it may be about to bring them back, which nobody sees before it is written.
    """
    if DataImport.objects.filter(state__in=MOVING).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
