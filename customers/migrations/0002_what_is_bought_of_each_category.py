"""What is bought of each category, kept to be asked for; who bought and who was here lately, by an index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0001_customers_and_what_passed_between_us'),
    ]

    operations = [
        migrations.CreateModel(
            name='CategoryBought',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=80)),
                ('times', models.IntegerField()),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='categories_bought', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['category', 'customer'], include=('times', 'first_at', 'last_at'), name='customers_by_category')],
                'constraints': [models.UniqueConstraint(fields=('customer', 'category'), name='category_once_per_customer')],
            },
        ),
        migrations.AddIndex(
            model_name='interaction',
            index=models.Index(condition=models.Q(('withdrawn_at', None), models.Q(('kind__in', ['purchase', 'refund']), _negated=True)), fields=['kind', 'at'], include=('customer',), name='passed_between_us'),
        ),
        migrations.AddIndex(
            model_name='purchase',
            index=models.Index(condition=models.Q(('customer__isnull', False), ('voided_at', None)), fields=['at'], include=('id', 'customer', 'is_refund', 'location', 'channel'), name='purchase_that_counts'),
        ),
        migrations.RemoveIndex(
            model_name='purchase',
            name='purchase_of_customer',
        ),
        migrations.AddIndex(
            model_name='purchase',
            index=models.Index(fields=['customer', '-at', '-id'], include=('is_refund', 'voided_at', 'total', 'currency'), name='purchase_of_customer'),
        ),
    ]
