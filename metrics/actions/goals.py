"""The owner's own targets."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.stale import refuse_stale
from metrics.models import Goals

INDUSTRY = "shows_industry"


@transaction.atomic
def edit_goals(
    targets: Mapping[str, Decimal | None], *, shows_industry: bool, version: int, by: User | None
) -> Goals:
    """Set or forget targets; figures show them at once.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    Goals.objects.get_or_create(pk=1)
    goals = Goals.objects.select_for_update().get(pk=1)
    wanted = {slug: Goals.as_kept(typed) for slug, typed in targets.items() if typed is not None}
    changed = sorted(
        slug for slug in {*goals.targets, *wanted} if goals.targets.get(slug) != wanted.get(slug)
    )
    if goals.shows_industry != shows_industry:
        changed.append(INDUSTRY)
    if not changed:
        return goals
    refuse_stale(goals, version)
    goals.targets, goals.shows_industry = wanted, shows_industry
    goals.version += 1
    goals.save(update_fields=["targets", INDUSTRY, "version"])
    audit.record("goals.edited", goals, by=by, fields=changed)
    return goals
