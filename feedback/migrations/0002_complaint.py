"""Complaints, and their log that can only be added to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Who did it may be forgotten; what happened may not be changed.
FORWARD = """
CREATE FUNCTION feedback_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A log can only be added to.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER complaint_log_only_grows
    BEFORE UPDATE OF kind, at, state, severity, text, channel, is_mailed, promised_at, step
    ON feedback_complaintevent FOR EACH ROW EXECUTE FUNCTION feedback_refuse_change();
"""
BACKWARD = """
DROP TRIGGER complaint_log_only_grows ON feedback_complaintevent;
DROP FUNCTION feedback_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_theme"),
        ("customers", "0013_overdue_in_a_fixed_order"),
        ("shop", "0005_keys_that_read_the_words_of_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("story", models.TextField(verbose_name="what happened")),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("not_asked", "Not asked yet"),
                            ("apology", "An apology"),
                            ("explanation", "An explanation"),
                            ("repair", "A repair"),
                            ("replacement", "A replacement"),
                            ("refund", "Money back"),
                            ("reduction", "Part of the money back"),
                            ("prevention", "That it does not happen again"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="what they want",
                    ),
                ),
                (
                    "wish_words",
                    models.CharField(blank=True, max_length=300, verbose_name="what exactly they want"),
                ),
                ("product", models.CharField(blank=True, max_length=120, verbose_name="product or order")),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1 – danger, or great harm"),
                            (2, "2 – serious"),
                            (3, "3 – as usual"),
                            (4, "4 – small"),
                        ],
                        default=3,
                        verbose_name="how bad it is",
                    ),
                ),
                ("is_safety", models.BooleanField(default=False, verbose_name="somebody could get hurt")),
                (
                    "is_legal",
                    models.BooleanField(default=False, verbose_name="law, discrimination or data protection"),
                ),
                ("is_about_staff", models.BooleanField(default=False, verbose_name="about a colleague")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_store", "In the shop"),
                            ("phone", "Phone"),
                            ("email", "E-mail"),
                            ("web_form", "Form on the web"),
                            ("survey", "Survey"),
                            ("review_site", "Review"),
                            ("social", "Social media"),
                            ("letter", "Letter"),
                            ("third_party", "Somebody else"),
                        ],
                        default="in_store",
                        max_length=12,
                        verbose_name="how it came",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="when")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("assessing", "Being assessed"),
                            ("investigating", "Being looked into"),
                            ("waiting_customer", "Waits for the customer"),
                            ("waiting_supplier", "Waits for a supplier"),
                            ("offered", "Offer made"),
                            ("accepted", "Offer accepted"),
                            ("rejected", "Offer rejected"),
                            ("escalated", "With the manager"),
                            ("closed_resolved", "Closed: put right"),
                            ("closed_unresolved", "Closed: not put right"),
                            ("closed_withdrawn", "Closed: withdrawn"),
                            ("merged", "Goes on under another number"),
                        ],
                        default="received",
                        editable=False,
                        max_length=18,
                    ),
                ),
                (
                    "next_update_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="next news promised for"),
                ),
                ("chase_on", models.DateField(editable=False, null=True, verbose_name="ask again on")),
                ("due_at", models.DateTimeField(editable=False, null=True)),
                ("due_clock", models.CharField(blank=True, editable=False, max_length=12)),
                ("look_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("reopened_count", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cause", models.CharField(blank=True, editable=False, max_length=80)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="complaints",
                        to="customers.customer",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="shop.location",
                        verbose_name="where",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="complaints",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who cares for it",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ComplaintEvent",
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
                            ("taken", "Taken"),
                            ("acknowledged", "Acknowledged"),
                            ("moved", "Moved on"),
                            ("assigned", "Given to somebody"),
                            ("edited", "Changed"),
                            ("note", "Note"),
                            ("updated", "News for the customer"),
                            ("decided", "Decision told"),
                            ("remedy", "Put right"),
                            ("closed", "Closed"),
                            ("reopened", "Opened again"),
                            ("merged", "Put together"),
                            ("reminded", "Reminder by the clock"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_by_clock", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("assessing", "Being assessed"),
                            ("investigating", "Being looked into"),
                            ("waiting_customer", "Waits for the customer"),
                            ("waiting_supplier", "Waits for a supplier"),
                            ("offered", "Offer made"),
                            ("accepted", "Offer accepted"),
                            ("rejected", "Offer rejected"),
                            ("escalated", "With the manager"),
                            ("closed_resolved", "Closed: put right"),
                            ("closed_unresolved", "Closed: not put right"),
                            ("closed_withdrawn", "Closed: withdrawn"),
                            ("merged", "Goes on under another number"),
                        ],
                        max_length=18,
                    ),
                ),
                ("severity", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_store", "In the shop"),
                            ("phone", "Phone"),
                            ("email", "E-mail"),
                            ("web_form", "Form on the web"),
                            ("survey", "Survey"),
                            ("review_site", "Review"),
                            ("social", "Social media"),
                            ("letter", "Letter"),
                            ("third_party", "Somebody else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_mailed", models.BooleanField(default=False)),
                ("promised_at", models.DateTimeField(null=True)),
                ("step", models.CharField(blank=True, max_length=40)),
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
                        related_name="events",
                        to="feedback.complaint",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["due_at", "id"], name="complaint_by_clock"
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["-received_at", "-id"], name="complaint_newest"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["look_at"], name="complaint_to_look_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True),
                fields=("cause",),
                name="complaint_came_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__range", (1, 4))), name="complaint_severity_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        (
                            "state__in",
                            [
                                "received",
                                "acknowledged",
                                "assessing",
                                "investigating",
                                "waiting_customer",
                                "waiting_supplier",
                                "offered",
                                "accepted",
                                "rejected",
                                "escalated",
                            ],
                        ),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("state__in", ("closed_resolved", "closed_unresolved", "closed_withdrawn", "merged")),
                    ),
                    _connector="OR",
                ),
                name="complaint_closed_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", ""), _negated=True),
                fields=("complaint", "step"),
                name="complaint_step_happens_once",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
