"""A file of orders can say who served: kept with its lines between reading and writing."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0003_count_what_was_bought_of_each_category")]

    operations: ClassVar = [
        migrations.AddField(
            "importline", "staff", models.CharField(blank=True, db_default="", max_length=254)
        ),
    ]
