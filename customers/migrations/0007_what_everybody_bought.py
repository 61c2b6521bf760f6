"""What everybody bought, kept beside when: of which categories each purchase was, and which products they know."""

import django.contrib.postgres.fields
import django.db.models
from django.db import migrations

import customers.models.buying


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0006_count_when_everybody_bought'),
    ]

    operations = [
        migrations.AddField(
            model_name='buying',
            name='categories',
            field=django.contrib.postgres.fields.ArrayField(base_field=django.db.models.CharField(max_length=80), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='buying',
            name='of_category',
            field=django.contrib.postgres.fields.ArrayField(base_field=customers.models.buying.Marks(), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='buying',
            name='products',
            field=django.contrib.postgres.fields.ArrayField(base_field=django.db.models.BigIntegerField(), db_default=[], default=list, size=None),
        ),
    ]
