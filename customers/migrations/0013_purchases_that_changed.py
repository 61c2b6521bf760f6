"""Whoever keeps account of purchases finds the few that were changed or voided by an index."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0012_consent_in_more_detail_and_referrals")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="purchase",
            index=models.Index(
                condition=models.Q(("version__gt", 1)), fields=["at"], name="purchase_that_changed"
            ),
        ),
    ]
