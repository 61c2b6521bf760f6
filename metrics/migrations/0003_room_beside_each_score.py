"""Room beside each score, so that what is written by night need not touch any index."""

from typing import ClassVar

from django.db import migrations

FORWARD = "ALTER TABLE metrics_customerscore SET (fillfactor = 45)"
BACKWARD = "ALTER TABLE metrics_customerscore RESET (fillfactor)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("metrics", "0002_purchases_say_that_they_changed")]

    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
