import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_where_customers_stand"),
        ("shop", "0003_programs_that_talk_to_the_shop"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="buying_days",
            field=models.IntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="customer",
            name="expected_next_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="last_location",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="shop.location",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="last_thanked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="overdue_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="visit_days",
            field=models.IntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["-last_purchase_at", "-id"], name="customer_last_purchase"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["-spend", "-id"], name="customer_spend"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("overdue_on__isnull", False)),
                fields=["overdue_on"],
                name="customer_overdue",
            ),
        ),
    ]
