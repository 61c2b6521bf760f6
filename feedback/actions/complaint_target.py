"""Changing how soon complaints are to be acknowledged, answered and put right."""

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from feedback.actions.complaint_reminder import refresh_clocks
from feedback.complaint_targets import TARGETS, Targets, as_kept
from feedback.models import ComplaintRules


@transaction.atomic
def set_clock_targets(targets: Targets, *, version: int, by: User | None) -> ComplaintRules:
    """These times hold from now on, for what is open as well. The same again changes nothing.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    ComplaintRules.objects.get_or_create(pk=1)
    rules = ComplaintRules.objects.select_for_update().get(pk=1)
    before = rules.clock_targets
    changed = [str(clock) for clock in TARGETS if dict(before[clock]) != dict(targets[clock])]
    if changed:
        refuse_stale(rules, version)
        rules.targets = as_kept(targets)
        rules.version += 1
        rules.save()
        audit.record("complaint_rules.timed", rules, by=by, fields=changed)
        refresh_clocks()
    return rules
