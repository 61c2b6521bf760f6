"""Everything somebody bought as it stands on a till roll, and the letters it is written in."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0009_count_how_and_where_everybody_bought'),
    ]

    operations = [
        migrations.CreateModel(
            name='TillRoll',
            fields=[
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='till_roll', serialize=False, to='customers.customer')),
                ('purchases', models.TextField()),
                ('paid_at', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None)),
                ('paid', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=4, max_digits=24), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='Sign',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('code', models.CharField(db_default='', max_length=60)),
                ('category', models.CharField(db_default='', max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'code', 'category', 'kind'), name='one_sign_each')],
            },
        ),
    ]
