"""Shops that were open before: when everybody bought, counted once from all receipts."""

from typing import ClassVar

from django.db import migrations

COUNT = """
    INSERT INTO customers_buying (customer_id, sold_at, paid_at, paid)
    SELECT customer_id,
           coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE NOT is_refund), '{}'),
           coalesce(array_agg(at ORDER BY at, id) FILTER (WHERE is_ours), '{}'),
           coalesce(array_agg(paid ORDER BY at, id) FILTER (WHERE is_ours), '{}')
    FROM (
        SELECT customer_id, at, purchase.id, is_refund, purchase.currency = shop.currency AS is_ours,
               sum(total) FILTER (WHERE purchase.currency = shop.currency)
                   OVER (PARTITION BY customer_id ORDER BY at, purchase.id) AS paid
        FROM customers_purchase AS purchase, shop_shopsettings AS shop
        WHERE customer_id IS NOT NULL AND voided_at IS NULL
    ) AS receipt
    GROUP BY customer_id
"""
FORGET = "DELETE FROM customers_buying"
COUNT_CATEGORIES = """
    UPDATE customers_categorybought AS kept SET moments = counted.moments
    FROM (
        SELECT customer_id, category, array_agg(moment ORDER BY moment) AS moments
        FROM (
            SELECT DISTINCT purchase.customer_id, line.category, purchase.moment
            FROM (
                SELECT id, customer_id, at + (row_number() OVER (PARTITION BY customer_id, at ORDER BY id) - 1)
                    * interval '1 microsecond' AS moment
                FROM customers_purchase
                WHERE customer_id IS NOT NULL AND voided_at IS NULL AND NOT is_refund
            ) AS purchase
            JOIN customers_purchaseline AS line ON line.purchase_id = purchase.id
            WHERE line.category <> ''
        ) AS bought
        GROUP BY customer_id, category
    ) AS counted
    WHERE counted.customer_id = kept.customer_id AND counted.category = kept.category
"""


def queue_the_count(apps, schema_editor):
    """What the release before still writes while it ends is counted, too."""
    if apps.get_model("customers", "Customer").objects.exists():
        apps.get_model("shop", "Job").objects.get_or_create(
            kind="customers.count_again", about="shop.shopsettings:1", state="waiting"
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0005_when_everybody_bought")]

    operations: ClassVar = [
        migrations.RunSQL(COUNT, FORGET),
        migrations.RunSQL(COUNT_CATEGORIES, migrations.RunSQL.noop),
        migrations.RunPython(queue_the_count, migrations.RunPython.noop),
    ]
