"""Shops that were open before: what everybody bought, written once from all receipts."""

from typing import ClassVar

from django.db import migrations

LEARN = """
    INSERT INTO customers_sign (kind, name, code, category)
    SELECT DISTINCT 'way', channel, '', '' FROM customers_purchase WHERE channel <> ''
    UNION ALL
    SELECT DISTINCT 'place', location_id::text, '', '' FROM customers_purchase WHERE location_id IS NOT NULL
    UNION ALL
    SELECT 'article', product_name, product_code, category FROM (
        SELECT product_name, product_code, category FROM customers_purchaseline GROUP BY 1, 2, 3
    ) AS article
    ON CONFLICT DO NOTHING
"""
# Taken for empty, it would be gone through for each line of the shop.
COUNT = "ANALYZE customers_sign"
# The letters as they are written since: a day is one of the shop's own zone.
WRITE = """
    WITH sign AS MATERIALIZED (
        SELECT kind, name, code, category,
               chr(255 + least(number, 980000) + CASE WHEN number > 55040 THEN 2048 ELSE 0 END) AS letter
        FROM customers_sign
    ), articles AS MATERIALIZED (
        SELECT purchase_id, string_agg(letter, '' ORDER BY position) AS letters
        FROM customers_purchaseline AS line
        JOIN sign ON kind = 'article' AND name = product_name AND code = product_code
            AND sign.category = line.category
        GROUP BY purchase_id
    ), receipt AS (
        SELECT customer_id, at, receipt.id, is_refund, receipt.currency = shop.currency AS is_ours,
               sum(total) FILTER (WHERE receipt.currency = shop.currency)
                   OVER (PARTITION BY customer_id ORDER BY at, receipt.id) AS paid,
               chr(983040 + least(greatest((at AT TIME ZONE shop.time_zone)::date, DATE '1900-01-01'),
                   DATE '2200-12-31') - DATE '1900-01-01')
                   || coalesce(way.letter, '') || coalesce(place.letter, '') || coalesce(letters, '') AS word
        FROM customers_purchase AS receipt
        CROSS JOIN (SELECT currency, time_zone FROM shop_shopsettings) AS shop
        LEFT JOIN sign AS way ON way.kind = 'way' AND way.name = channel
        LEFT JOIN sign AS place ON place.kind = 'place' AND place.name = location_id::text
        LEFT JOIN articles ON articles.purchase_id = receipt.id
        WHERE customer_id IS NOT NULL AND voided_at IS NULL
    )
    INSERT INTO customers_tillroll (customer_id, purchases, paid_at, paid)
    SELECT customer_id,
           coalesce(string_agg(word, '' ORDER BY at DESC, id DESC) FILTER (WHERE NOT is_refund), ''),
           coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE is_ours), '{}'),
           coalesce(array_agg(paid ORDER BY at, id) FILTER (WHERE is_ours), '{}')
    FROM receipt GROUP BY customer_id
    ON CONFLICT DO NOTHING
"""
FORGET = "DELETE FROM customers_tillroll"


def queue_the_count(apps, schema_editor):
    """What the release before still writes while it ends is counted, too."""
    if apps.get_model("customers", "Customer").objects.exists():
        apps.get_model("shop", "Job").objects.get_or_create(
            kind="customers.count_again", about="shop.shopsettings:1", state="waiting"
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0010_everybodys_till_roll")]

    operations: ClassVar = [
        migrations.RunSQL(LEARN, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.RunSQL(WRITE, FORGET),
        migrations.RunPython(queue_the_count, migrations.RunPython.noop),
    ]
