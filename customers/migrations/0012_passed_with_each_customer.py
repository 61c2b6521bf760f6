"""What passed with each customer can be counted without going to the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0011_write_everybodys_till_roll'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='interaction',
            index=models.Index(condition=models.Q(('withdrawn_at', None), models.Q(('kind__in', ['purchase', 'refund']), _negated=True)), fields=['customer', 'at'], include=('kind', 'mood'), name='passed_with_customer'),
        ),
    ]
