"""Each quick filter of the customer list finds its few by an index."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0008_count_again_after_the_upgrade")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["source", "sort_key", "id"], name="customer_by_source"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["purchase_count", "id"], name="customer_purchase_count"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["created_at", "id"], name="customer_created"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["relationship", "sort_key", "id"],
                name="customer_by_relationship",
                condition=models.Q(("relationship", ""), _negated=True),
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["sort_key", "id"],
                name="customer_quiet",
                condition=models.Q(("do_not_disturb_since__isnull", False)),
            ),
        ),
    ]
