"""What we found and decided, what we do to put it right, and the rules for it."""

import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


AS_BEFORE = """
DROP TRIGGER complaint_log_only_grows ON feedback_complaintevent;
CREATE TRIGGER complaint_log_only_grows
    BEFORE UPDATE OF kind, at, state, severity, text, channel, is_mailed, promised_at, step
    ON feedback_complaintevent FOR EACH ROW EXECUTE FUNCTION feedback_refuse_change();
"""
ABOUT_AS_WELL = AS_BEFORE.replace("UPDATE OF kind,", "UPDATE OF kind, about,")


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0005_how_far_the_clock_has_read"),
        ("feedback", "0002_complaint"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="findings",
            field=models.TextField(blank=True, verbose_name="what we found"),
        ),
        migrations.AddField(
            model_name="complaint",
            name="justified",
            field=models.CharField(
                choices=[
                    ("undetermined", "We do not know"),
                    ("yes", "Yes"),
                    ("partly", "Partly"),
                    ("no", "No"),
                ],
                default="undetermined",
                max_length=12,
                verbose_name="whether they were right",
            ),
        ),
        migrations.AddField(
            model_name="complaintevent",
            name="about",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name="complaintevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("taken", "Taken"),
                    ("acknowledged", "Acknowledged"),
                    ("moved", "Moved on"),
                    ("assigned", "Given to somebody"),
                    ("edited", "Changed"),
                    ("note", "Note"),
                    ("updated", "News for the customer"),
                    ("decided", "Decision told"),
                    ("remedy", "Remedy offered"),
                    ("approved", "Remedy approved"),
                    ("given", "Remedy given"),
                    ("dropped", "Remedy taken back"),
                    ("closed", "Closed"),
                    ("reopened", "Opened again"),
                    ("merged", "Put together"),
                    ("reminded", "Reminder by the clock"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="ComplaintRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "approval_limit",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("50"),
                        max_digits=10,
                        verbose_name="what is worth or costs more needs approval",
                    ),
                ),
                (
                    "body_name",
                    models.CharField(blank=True, max_length=120, verbose_name="body for settling disputes"),
                ),
                ("body_website", models.URLField(blank=True, verbose_name="its website")),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("obliged", "we are obliged to take part"),
                            ("prepared", "we are prepared to take part"),
                            ("not_prepared", "we do not take part"),
                        ],
                        default="not_prepared",
                        max_length=12,
                        verbose_name="whether we use it",
                    ),
                ),
                ("next_step", models.TextField(blank=True, verbose_name="where a customer can go next")),
                ("version", models.IntegerField(default=1, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="there_is_one_set_of_complaint_rules"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "why_not",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("policy", "Our rules do not allow it"),
                            ("no_fault", "We found no fault"),
                            ("too_late", "It is too late for it"),
                            ("third_party", "Somebody else is responsible"),
                            ("impossible", "It cannot be done"),
                            ("already", "It was put right already"),
                            ("not_ours", "It was not bought here"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
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
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="feedback.complaint",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["complaint", "-id"], name="decision_newest")],
            },
        ),
        migrations.CreateModel(
            name="Remedy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("apology", "Apology"),
                            ("explanation", "Explanation"),
                            ("repair", "Repair"),
                            ("replacement", "Replacement"),
                            ("exchange", "Exchange"),
                            ("refund", "Money back"),
                            ("part_refund", "Part of the money back"),
                            ("voucher", "Voucher"),
                            ("discount", "Discount"),
                            ("points", "Points on their card"),
                            ("gift", "Gift"),
                            ("visit", "Collection or visit"),
                            ("coaching", "Training of a colleague"),
                            ("policy", "We change how we do it"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "worth",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="worth to them"
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="costs us"
                    ),
                ),
                (
                    "is_goodwill",
                    models.BooleanField(default=False, verbose_name="goodwill: we would not have to"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("offered_at", models.DateTimeField()),
                ("needs_approval", models.BooleanField(default=False)),
                ("approved_at", models.DateTimeField(null=True)),
                ("given_at", models.DateTimeField(null=True)),
                ("proof", models.CharField(blank=True, max_length=120, verbose_name="proof")),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remedies",
                        to="feedback.complaint",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="engagement.voucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_at", None),
                            ("needs_approval", False),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="remedy_is_approved_before_it_is_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_at", None), ("dropped_at", None), _connector="OR"),
                        name="remedy_given_is_not_taken_back",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ABOUT_AS_WELL, AS_BEFORE),
    ]
