"""The rules of the card, and what a recommendation earns."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from crm.shop.stale import changed_fields
from customers.models import Purchase, Revision
from customers.stale import refuse_stale
from engagement.models import LoyaltyCard, LoyaltyProgram


class CardsAreNotEmpty(Exception):
    """Stamps cannot become points while somebody has any."""


@dataclass(frozen=True)
class ProgramRules:
    """What the page of the rules may change."""

    is_on: bool
    kind: str
    least_spend: Decimal
    points_for_one: int
    full_at: int
    worth: Decimal
    expires_after_days: int | None
    friend_gets: Decimal | None
    advocate_gets: Decimal | None
    thanks_good_for: int


@transaction.atomic
def edit_loyalty_program(rules: ProgramRules, *, version: int, by: User | None) -> LoyaltyProgram:
    """Change the rules; what was earned stays as it was earned.

    Raises SomebodyWasFaster when `version` is not the stored one, and CardsAreNotEmpty.
    """
    LoyaltyProgram.objects.get_or_create(pk=1)
    program = LoyaltyProgram.objects.select_for_update().get(pk=1)
    changed = changed_fields(program, asdict(rules))
    if not changed:
        return program
    refuse_stale(program, version)
    if "kind" in changed and LoyaltyCard.objects.filter(balance__gt=0).exists():
        raise CardsAreNotEmpty
    _note_beginnings(program, rules, timezone.now())
    for name in changed:
        setattr(program, name, getattr(rules, name))
    program.version += 1
    program.save()
    audit.record("loyalty_program.edited", program, by=by, fields=changed)
    return program


def _note_beginnings(program: LoyaltyProgram, rules: ProgramRules, now: datetime) -> None:
    """What happened while it was off earns nothing, also when it was on before."""
    if rules.is_on and not program.is_on:
        program.started_at = now
        program.seen_up_to = Purchase.objects.aggregate(newest=Max("pk"))["newest"] or 0
        program.revisions_seen_up_to = Revision.objects.aggregate(newest=Max("pk"))["newest"] or 0
    gives = rules.friend_gets is not None or rules.advocate_gets is not None
    gave = program.friend_gets is not None or program.advocate_gets is not None
    if gives and not gave:
        program.thanks_since = now
