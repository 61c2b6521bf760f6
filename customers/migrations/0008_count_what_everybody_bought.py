"""Shops that were open before: what everybody bought, counted once from all lines."""

from typing import ClassVar

from django.db import migrations

COUNT = """
    WITH sale AS MATERIALIZED (
        SELECT id, customer_id, row_number() OVER (PARTITION BY customer_id ORDER BY at, id)::int - 1 AS place
        FROM customers_purchase WHERE customer_id IS NOT NULL AND voided_at IS NULL AND NOT is_refund
    ), line AS MATERIALIZED (
        SELECT sale.customer_id, sale.place, cardinality(kept.sold_at) AS sales, line.category,
               hashtextextended(line.product_name || chr(31) || line.product_code, 0) AS product
        FROM sale
        JOIN customers_buying AS kept USING (customer_id)
        JOIN customers_purchaseline AS line ON line.purchase_id = sale.id
    ), of_each AS (
        SELECT customer_id, category, bit_or(set_bit(repeat('0', sales)::varbit, place, 1))::varbit AS sales
        FROM line WHERE place < sales GROUP BY customer_id, category
    ), of_all AS (
        SELECT customer_id,
               array_prepend('', array_agg(category ORDER BY category) FILTER (WHERE category <> ''))
                   AS categories,
               array_prepend(bit_or(sales)::varbit,
                   array_agg(sales ORDER BY category) FILTER (WHERE category <> '')) AS of_category
        FROM of_each GROUP BY customer_id
    ), products AS (
        SELECT customer_id, array_agg(product ORDER BY product) AS products
        FROM (SELECT DISTINCT customer_id, product FROM line) AS known GROUP BY customer_id
    )
    UPDATE customers_buying AS kept SET
        categories = coalesce(of_all.categories, '{""}'),
        of_category = coalesce(of_all.of_category, ARRAY[repeat('0', cardinality(kept.sold_at))::varbit]),
        products = coalesce(products.products, '{}')
    FROM customers_buying AS every
    LEFT JOIN of_all ON of_all.customer_id = every.customer_id
    LEFT JOIN products ON products.customer_id = every.customer_id
    WHERE kept.customer_id = every.customer_id
"""


def queue_the_count(apps, schema_editor):
    """What the release before still writes while it ends is counted, too."""
    if apps.get_model("customers", "Customer").objects.exists():
        apps.get_model("shop", "Job").objects.get_or_create(
            kind="customers.count_again", about="shop.shopsettings:1", state="waiting"
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0007_what_everybody_bought")]

    operations: ClassVar = [
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.RunPython(queue_the_count, migrations.RunPython.noop),
    ]
