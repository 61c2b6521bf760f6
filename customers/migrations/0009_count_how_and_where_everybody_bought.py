"""Shops that were open before: which way and where everybody bought, counted once from all receipts."""

from typing import ClassVar

from django.db import migrations

COUNT = """
    WITH sale AS MATERIALIZED (
        SELECT customer_id, channel AS way, location_id AS place,
               row_number() OVER (PARTITION BY customer_id ORDER BY at, id)::int AS nth
        FROM customers_purchase WHERE customer_id IS NOT NULL AND voided_at IS NULL AND NOT is_refund
    ), of_each AS (
        SELECT customer_id, chr(31) || name AS side,
               bit_or(set_bit(repeat('0', sales)::varbit, nth - 1, 1))::varbit AS sales
        FROM (SELECT customer_id, length(of_category[1]) AS sales FROM customers_buying) AS kept
        JOIN sale USING (customer_id), LATERAL (VALUES (way), (place::text)) AS how (name)
        WHERE name <> '' AND nth <= sales GROUP BY customer_id, name
    ), of_all AS (
        SELECT customer_id, array_agg(side ORDER BY side) AS sides, array_agg(sales ORDER BY side) AS of_side
        FROM of_each GROUP BY customer_id
    )
    UPDATE customers_buying AS kept
    SET categories = kept.categories || sides, of_category = kept.of_category || of_side
    FROM of_all WHERE of_all.customer_id = kept.customer_id
"""


def queue_the_count(apps, schema_editor):
    """What the release before still writes while it ends is counted, too."""
    if apps.get_model("customers", "Customer").objects.exists():
        apps.get_model("shop", "Job").objects.get_or_create(
            kind="customers.count_again", about="shop.shopsettings:1", state="waiting"
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0008_count_what_everybody_bought")]

    operations: ClassVar = [
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.RunPython(queue_the_count, migrations.RunPython.noop),
    ]
