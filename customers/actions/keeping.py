"""Deciding for how long things are kept, and letting go of what is too old, a few at a time."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.forgetting.leaving import NotYet
from customers.keeping.rules import Keeping, all_keepings
from customers.models import KeepingRule
from customers.stale import refuse_stale

AT_A_TIME = 50
# Whoever switches a rule on by mistake has a day to say so.
BEGINS_AFTER = timedelta(days=1)
logger = logging.getLogger(__name__)


def rule_of(keeping: Keeping) -> KeepingRule:
    """What was decided; off, with the usual days, where nobody did."""
    known = KeepingRule.objects.filter(key=keeping.key).first()
    return known or KeepingRule(key=keeping.key, days=keeping.usual, is_on=False)


@transaction.atomic
def decide(keeping: Keeping, *, is_on: bool, days: int, version: int, by: User | None) -> KeepingRule:
    """Say for how long; the same again changes nothing. Raises SomebodyWasFaster."""
    KeepingRule.objects.get_or_create(key=keeping.key, defaults={"days": keeping.usual})
    rule = KeepingRule.objects.select_for_update(of=("self",)).get(key=keeping.key)
    after = {"is_on": is_on, "days": max(days, keeping.least)}
    changed = [name for name, value in after.items() if getattr(rule, name) != value]
    if not changed:
        return rule
    refuse_stale(rule, version)
    rule.is_on, rule.days, rule.decided_by = is_on, max(days, keeping.least), by
    rule.version += 1
    rule.save()
    audit.record("keeping.decided", rule, by=by, fields=changed)
    return rule


def let_go_of_old_things() -> None:
    """By each rule that is on and slept over: a few, the rest the next time."""
    begun = KeepingRule.objects.filter(is_on=True, decided_at__lt=timezone.now() - BEGINS_AFTER)
    for rule in begun.order_by("key"):
        if keeping := all_keepings().get(rule.key):
            _let_go(keeping, rule)


def _let_go(keeping: Keeping, rule: KeepingRule) -> None:
    before = timezone.now() - timedelta(days=max(rule.days, keeping.least))
    count = 0
    for row in keeping.older_than(before)[:AT_A_TIME]:
        try:
            keeping.let_go(row)
        except NotYet as reason:
            logger.info("keeping_waits rule=%s reason=%s", rule.key, reason)
        else:
            count += 1
    if count:
        audit.record("keeping.let_go", rule, by=None, counts={"let_go": count})
