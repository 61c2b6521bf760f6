"""Pictures and papers, what lay behind a complaint, and two that are one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0006_survey"),
        ("shop", "0005_keys_that_read_the_words_of_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged_here",
                to="feedback.complaint",
            ),
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
                    ("attached", "File added"),
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
            name="ComplaintFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
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
                        related_name="files",
                        to="feedback.complaint",
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="shop.storedfile"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RootCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("key", models.CharField(blank=True, editable=False, max_length=40)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                (
                    "above",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="feedback.rootcause",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="complaint",
            name="root_cause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.rootcause",
                verbose_name="what lay behind it",
            ),
        ),
        migrations.AddConstraint(
            model_name="rootcause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="root_cause_begins_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rootcause",
            constraint=models.UniqueConstraint(
                fields=("above", "name"), name="root_cause_has_one_name", nulls_distinct=False
            ),
        ),
    ]
