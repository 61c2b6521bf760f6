"""When everybody bought, kept to be asked for within any stretch of time; who bought a product, by an index."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0004_who_served_in_an_imported_order'),
    ]

    operations = [
        migrations.CreateModel(
            name='Buying',
            fields=[
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='buying', serialize=False, to='customers.customer')),
                ('sold_at', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None)),
                ('paid_at', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None)),
                ('paid', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=4, max_digits=24), size=None)),
            ],
        ),
        migrations.AddField(
            model_name='categorybought',
            name='moments',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), db_default=[], default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='purchaseline',
            index=models.Index(fields=['product_name', 'product_code', 'purchase'], name='line_by_product'),
        ),
    ]
