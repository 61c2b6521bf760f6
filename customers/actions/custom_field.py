"""Asking a new question of every customer, and stopping to."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import CustomField


@transaction.atomic
def add_custom_field(
    key: str, *, label: str, kind: str, choices: Sequence[str] = (), by: User | None
) -> CustomField:
    """Add a question, or bring a retired one of the same name back with its answers, as it is asked now."""
    field, is_new = CustomField.objects.select_for_update().get_or_create(
        key=key,
        defaults={
            "label": label,
            "kind": kind,
            "choices": list(choices),
            "position": CustomField.objects.count(),
        },
    )
    if not is_new and field.retired_at is not None:
        field.retired_at, field.label, field.choices = None, label, list(choices)
        field.save(update_fields=["retired_at", "label", "choices"])
        is_new = True
    if is_new:
        audit.record("custom_field.added", field, by=by)
    return field


@transaction.atomic
def retire_custom_field(field: CustomField, *, by: User | None) -> None:
    """Stop asking; answers stay where they are."""
    if CustomField.objects.in_use().filter(pk=field.pk).update(retired_at=timezone.now()):
        audit.record("custom_field.retired", field, by=by)
