"""Shops that were open before: what everybody bought of each category, counted once from all lines."""

from typing import ClassVar

from django.db import migrations

COUNT = """
    INSERT INTO customers_categorybought (customer_id, category, times, first_at, last_at)
    SELECT purchase.customer_id, line.category, count(DISTINCT purchase.id), min(purchase.at), max(purchase.at)
    FROM customers_purchase AS purchase
    JOIN customers_purchaseline AS line ON line.purchase_id = purchase.id
    WHERE purchase.customer_id IS NOT NULL AND purchase.voided_at IS NULL
        AND NOT purchase.is_refund AND line.category <> ''
    GROUP BY purchase.customer_id, line.category
"""
FORGET = "DELETE FROM customers_categorybought"


def queue_the_count(apps, schema_editor):
    """What the release before still writes while it ends is counted, too."""
    if apps.get_model("customers", "Customer").objects.exists():
        apps.get_model("shop", "Job").objects.get_or_create(
            kind="customers.count_again", about="shop.shopsettings:1", state="waiting"
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0002_what_is_bought_of_each_category")]

    operations: ClassVar = [
        migrations.RunSQL(COUNT, FORGET),
        migrations.RunPython(queue_the_count, migrations.RunPython.noop),
    ]
