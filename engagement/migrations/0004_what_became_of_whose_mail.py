"""Whose mail it was stands with what became of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0012_passed_with_each_customer'),
        ('engagement', '0003_other_programs_are_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='messageevent',
            name='recipient',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer'),
        ),
    ]
