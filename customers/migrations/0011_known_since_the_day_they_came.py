import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_bulk_changes")]

    operations = [
        migrations.AlterField(
            model_name="customer",
            name="stage_since",
            field=models.DateField(default=django.utils.timezone.localdate, editable=False, null=True),
        ),
    ]
