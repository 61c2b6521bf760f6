"""A voucher without amount and percentage is worth nothing, and is refused."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("engagement", "0003_ledgers_that_only_grow")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="voucher", name="voucher_is_worth_one_thing"),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                name="voucher_is_worth_one_thing",
                condition=models.Q(amount__isnull=False, amount__gt=0, percent=None)
                | models.Q(amount=None, percent__isnull=False, percent__range=(1, 100)),
            ),
        ),
    ]
