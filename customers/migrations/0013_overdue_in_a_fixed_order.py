from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0012_consent_in_more_detail_and_referrals")]

    operations = [
        migrations.RemoveIndex(model_name="customer", name="customer_overdue"),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["overdue_on", "id"],
                name="customer_overdue",
                condition=models.Q(overdue_on__isnull=False),
            ),
        ),
    ]
