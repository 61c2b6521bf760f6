"""Why a voucher was given back, what a recommendation earns, and how far the clock has looked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0001_what_we_say_to_customers"),
    ]

    operations = [
        migrations.AddField(
            model_name="loyaltyprogram",
            name="advocate_gets",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                verbose_name="a voucher for whoever sent them",
            ),
        ),
        migrations.AddField(
            model_name="loyaltyprogram",
            name="friend_gets",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                verbose_name="a voucher for whoever was sent",
            ),
        ),
        migrations.AddField(
            model_name="loyaltyprogram",
            name="seen_up_to",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="loyaltyprogram",
            name="thanks_good_for",
            field=models.PositiveSmallIntegerField(
                default=90, verbose_name="these are good for so many days"
            ),
        ),
        migrations.AddField(
            model_name="loyaltyprogram",
            name="thanks_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="voucherentry",
            name="note",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="voucherentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("issued", "Given"),
                    ("redeemed", "Used"),
                    ("unredeemed", "Use taken back"),
                    ("expired", "Run out"),
                    ("cancelled", "Called off"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="loyaltyentry",
            index=models.Index(
                condition=models.Q(("expires_on__isnull", False)),
                fields=["expires_on"],
                name="loyalty_runs_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucherentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["issued", "expired", "cancelled"])),
                fields=("voucher", "kind"),
                name="voucher_moves_once",
            ),
        ),
    ]
