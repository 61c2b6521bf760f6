"""What a campaign cost, as its owner says."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from metrics.models import ProgrammeCost


@transaction.atomic
def edit_programme_cost(
    about: str, costs: Mapping[str, Decimal], *, version: int, by: User | None
) -> ProgrammeCost:
    """Set what discounts, sending and time cost; its return follows at once.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    ProgrammeCost.objects.get_or_create(about=about)
    cost = ProgrammeCost.objects.select_for_update().get(about=about)
    changed = [name for name, amount in costs.items() if getattr(cost, name) != amount]
    if not changed:
        return cost
    refuse_stale(cost, version)
    for name in changed:
        setattr(cost, name, costs[name])
    cost.version += 1
    cost.save(update_fields=[*changed, "version"])
    audit.record("programme_cost.edited", cost, by=by, fields=changed)
    return cost
