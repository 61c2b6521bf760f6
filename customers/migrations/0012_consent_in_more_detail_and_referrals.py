import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0011_known_since_the_day_they_came"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="proof",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="proof"),
        ),
        migrations.AddField(
            model_name="consent",
            name="wording_version",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="consent",
            name="topic",
            field=models.CharField(
                choices=[
                    ("news", "News and offers"),
                    ("care", "How it is going, after a purchase"),
                    ("treats", "Birthdays and treats"),
                    ("feedback", "Being asked for feedback"),
                    ("reviews", "Being asked for a review"),
                ],
                max_length=20,
                verbose_name="topic",
            ),
        ),
        migrations.CreateModel(
            name="ReferralCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referral_code",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("counter", "Told at the counter"),
                            ("link", "By their link"),
                            ("code", "By their code"),
                        ],
                        max_length=7,
                        verbose_name="how we know",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "advocate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="customers.customer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "friend",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referred_by",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="referral_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("advocate", models.F("friend")), _negated=True),
                        name="nobody_refers_themselves",
                    )
                ],
            },
        ),
    ]
