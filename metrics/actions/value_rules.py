"""The owner's own number: how much of revenue is kept."""

from decimal import Decimal

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from metrics.models import ValueRules


@transaction.atomic
def edit_value_rules(margin_percent: Decimal | None, *, version: int, by: User | None) -> ValueRules:
    """Set or forget the margin; what is shown follows at once.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    ValueRules.objects.get_or_create(pk=1)
    rules = ValueRules.objects.select_for_update().get(pk=1)
    if rules.margin_percent == margin_percent:
        return rules
    refuse_stale(rules, version)
    rules.margin_percent = margin_percent
    rules.version += 1
    rules.save(update_fields=["margin_percent", "version"])
    audit.record("value_rules.edited", rules, by=by, fields=["margin_percent"])
    return rules
