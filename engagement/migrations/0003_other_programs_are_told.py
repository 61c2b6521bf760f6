"""Addresses that are told when something happens, and each single telling."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0002_ledgers_that_only_grow"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="what it is for")),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None, verbose_name="what it is told"
                    ),
                ),
                ("secret", models.CharField(editable=False, max_length=300)),
                ("secret_before", models.CharField(blank=True, editable=False, max_length=300)),
                ("secret_before_until", models.DateTimeField(editable=False, null=True)),
                ("seen_up_to", models.BigIntegerField(default=0, editable=False)),
                ("looked_up_to", models.DateTimeField(editable=False)),
                ("since", models.DateTimeField(editable=False)),
                ("paused_at", models.DateTimeField(editable=False, null=True)),
                (
                    "paused_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_hand", "Paused by hand"),
                            ("dead", "Switched off: it had not answered for days"),
                            ("gone", "Switched off: it answered that it is gone for good"),
                            ("unreadable", "Switched off: its secret cannot be read here any more"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("failing_since", models.DateTimeField(editable=False, null=True)),
                ("failures", models.PositiveIntegerField(default=0, editable=False)),
                ("rests_until", models.DateTimeField(editable=False, null=True)),
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
                    "paused_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paused_at", None), ("paused_because", "")),
                            models.Q(
                                ("paused_at__isnull", False), models.Q(("paused_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="webhook_is_paused_for_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("event", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=80)),
                ("more", models.JSONField(default=dict)),
                ("happened_at", models.DateTimeField()),
                ("cause", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits"),
                            ("sending", "On its way"),
                            ("delivered", "Arrived"),
                            ("failed", "Given up"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.CharField(blank=True, max_length=32)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                (
                    "obstacle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("inside", "The address leads into a network of its own, not to the internet"),
                            ("unreachable", "Nobody answers there"),
                            ("certificate", "Its certificate is no good"),
                            ("too_slow", "It took too long to answer"),
                            ("redirect", "It points elsewhere, where we do not follow"),
                            ("refused", "It did not take it"),
                        ],
                        max_length=11,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="engagement.webhook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["not_before", "id"],
                        name="webhook_delivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["lease_until"],
                        name="webhook_delivery_leased",
                    ),
                    models.Index(fields=["webhook", "-id"], name="webhook_delivery_log"),
                    models.Index(fields=["created_at"], name="webhook_delivery_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("webhook", "cause", "event"), name="webhook_tells_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="webhook_delivery_is_sent_under_a_lease",
                    ),
                ],
            },
        ),
    ]
