"""The clock finds corrected and voided purchases by their revisions, and keeps how far it has read them."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("engagement", "0004_a_voucher_is_worth_something")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="loyaltyprogram",
            name="revisions_seen_up_to",
            field=models.BigIntegerField(default=0, editable=False),
        ),
    ]
