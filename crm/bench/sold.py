"""A shop of many purchases, made within the database: the same shape at every run."""

from collections.abc import Callable

from django.db import connection

from crm.bench.loading import without_looking_up_parents, without_plain_indexes
from crm.bench.sizes import Size
from customers.models import Customer, Purchase, StageChange

CUSTOMERS = """
    INSERT INTO customers_customer (id, given_name, family_name, preferred_name, company, sort_key, language,
        street, postcode, city, region, country, source, whereabouts, preferred_channel, relationship, custom,
        stage, stage_since, version, is_demo, created_at, purchase_count, spend, visit_days, buying_days)
    SELECT n, 'Person', n::text, '', '', lpad(n::text, 8, '0'), '', '', '', '', '', '', '', '', '', '', '{}',
           'attraction', current_date - 1200, 1, false, now() - interval '1200 days', 0, 0, 0, 0
    FROM generate_series(1, %(customers)s) AS n
"""
# One in twenty walks in without a name; a few customers buy very often, most now and then.
PURCHASES = """
    INSERT INTO customers_purchase (id, customer_id, at, is_refund, total, currency, channel, source,
        external_id, is_demo, created_at, version)
    SELECT n, CASE WHEN random() > 0.05 THEN 1 + (%(customers)s - 1) * power(random(), 1.5) END,
           now() - random() * interval '1095 days', false, 2 + floor(random() * 60), 'GBP',
           CASE WHEN random() < 0.2 THEN 'web' ELSE 'in_person' END, 'bench', n::text, false, now(), 1
    FROM generate_series(1, %(purchases)s) AS n
"""
# Everybody's first two buying days, as the cycle would tell them.
STAGES = """
    INSERT INTO customers_stagechange
        (customer_id, from_stage, to_stage, effective_on, decided_at, reason, about)
    SELECT customer_id, CASE nth WHEN 1 THEN '' ELSE 'conversion' END,
           CASE nth WHEN 1 THEN 'conversion' ELSE 'retention' END, bought_on, now(), 'known', ''
    FROM (
        SELECT customer_id, bought_on, row_number() OVER (PARTITION BY customer_id ORDER BY bought_on) AS nth
        FROM (SELECT DISTINCT customer_id, at::date AS bought_on FROM customers_purchase
              WHERE customer_id IS NOT NULL) AS days
    ) AS told WHERE nth <= 2
"""
STAND = """
    UPDATE customers_customer SET stage = last.to_stage, stage_since = last.effective_on
    FROM (SELECT DISTINCT ON (customer_id) customer_id, to_stage, effective_on FROM customers_stagechange
          ORDER BY customer_id, effective_on DESC) AS last
    WHERE customers_customer.id = last.customer_id
"""


def fill_with_purchases(size: Size, say: Callable[[str], None]) -> None:
    """Customers, purchases and stages; what the product counts from them is left to be measured."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SELECT setseed(0.5)")
        with (
            without_plain_indexes(cursor, [Customer, Purchase, StageChange]),
            without_looking_up_parents(cursor),
        ):
            for words, statement in (
                ("customers", CUSTOMERS),
                ("purchases", PURCHASES),
                ("stages", STAGES),
                ("where they stand", STAND),
            ):
                cursor.execute(statement, {"customers": size.customers, "purchases": size.purchases})
                say(f"{words}: {cursor.rowcount:,}")
        cursor.execute("VACUUM ANALYZE")
    say("indexes")
