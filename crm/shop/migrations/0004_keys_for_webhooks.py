"""One more thing that a key may do; the column stays as it is."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '0003_keys_for_merging_and_disclosing'),
    ]

    operations = [
        migrations.AlterField(
            model_name='apitoken',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'Read everything but the words of mails'), ('mail', 'Read everything, the words of mails too'), ('write', 'Read and write everything but what the last three say'), ('purchases', 'Only bring in purchases'), ('merge', 'Put two customers together, and take them apart again'), ('disclose', 'Take out everything held on a customer'), ('webhooks', 'Say which programs are told what happens')], max_length=10), size=None, verbose_name='may'),
        ),
    ]
