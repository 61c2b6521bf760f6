import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_words_to_find_people_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CycleRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "regular_after",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="buying days that make a regular"
                    ),
                ),
                (
                    "lapsed_after",
                    models.PositiveSmallIntegerField(
                        default=180, verbose_name="days without a purchase until lapsed"
                    ),
                ),
                (
                    "advocate_for",
                    models.PositiveSmallIntegerField(
                        default=365, verbose_name="days a recommendation counts"
                    ),
                ),
                (
                    "thank_within",
                    models.PositiveSmallIntegerField(
                        default=14, verbose_name="days in which to say thank you"
                    ),
                ),
                ("usual_gap", models.PositiveSmallIntegerField(default=60, editable=False)),
                ("version", models.IntegerField(default=1, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("attraction", "Attraction"),
                            ("conversion", "Conversion"),
                            ("retention", "Retention"),
                            ("advocacy", "Advocacy"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("attraction", "Attraction"),
                            ("conversion", "Conversion"),
                            ("retention", "Retention"),
                            ("advocacy", "Advocacy"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="since")),
                ("decided_at", models.DateTimeField(auto_now_add=True, verbose_name="noticed")),
                ("reason", models.CharField(max_length=20)),
                ("measure", models.IntegerField(blank=True, null=True)),
                ("about", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="StageEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("about", models.CharField(max_length=80)),
                ("on", models.DateField(verbose_name="on")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="StagePin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("attraction", "Attraction"),
                            ("conversion", "Conversion"),
                            ("retention", "Retention"),
                            ("advocacy", "Advocacy"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="why")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="customer",
            name="stage",
            field=models.CharField(
                choices=[
                    ("attraction", "Attraction"),
                    ("conversion", "Conversion"),
                    ("retention", "Retention"),
                    ("advocacy", "Advocacy"),
                    ("lapsed", "Lapsed"),
                ],
                default="attraction",
                editable=False,
                max_length=10,
                verbose_name="stage",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="stage_ends_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="stage_since",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["stage", "sort_key", "id"], name="customer_by_stage"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("stage_ends_on__isnull", False)),
                fields=["stage_ends_on"],
                name="customer_stage_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="cyclerules",
            constraint=models.CheckConstraint(
                condition=models.Q(("pk", 1)), name="there_is_one_set_of_rules"
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stagechange",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stage_changes",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="stageevidence",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stageevidence",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stage_evidence",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="stagepin",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stagepin",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stage_pins",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="stagepin",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="stagechange",
            index=models.Index(fields=["effective_on", "to_stage"], name="stage_change_by_day"),
        ),
        migrations.AddConstraint(
            model_name="stagechange",
            constraint=models.UniqueConstraint(
                fields=("customer", "effective_on"), name="one_stage_change_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="stageevidence",
            constraint=models.UniqueConstraint(
                fields=("customer", "kind", "about"), name="evidence_is_kept_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stagepin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("customer",), name="one_pin_holds_at_a_time"
            ),
        ),
    ]
