"""Changing how the shop handles complaints."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from feedback.models import ComplaintRules


@transaction.atomic
def edit_complaint_rules(values: Mapping[str, Any], *, version: int, by: User | None) -> ComplaintRules:
    """Raises SomebodyWasFaster when `version` is not the stored one. The same again changes nothing."""
    ComplaintRules.objects.get_or_create(pk=1)
    rules = ComplaintRules.objects.select_for_update().get(pk=1)
    changed = [name for name, value in values.items() if getattr(rules, name) != value]
    if changed:
        refuse_stale(rules, version)
        for name in changed:
            setattr(rules, name, values[name])
        rules.version += 1
        rules.save()
        audit.record("complaint_rules.edited", rules, by=by, fields=changed)
    return rules
