"""The clock keeps cards in step with purchases: earned once, taken back with what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import ngettext

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import ShopSettings
from customers.models import Purchase, Revision
from engagement.actions.loyalty_statements import DIFFERENCES
from engagement.loyalty_expiry import last_day_of
from engagement.models import EntryKind, LoyaltyCard, LoyaltyEntry, LoyaltyKind, LoyaltyProgram
from engagement.one_at_a_time import one_at_a_time

LOCK = 4_101
AT_A_TIME = 500
MOST_POINTS = 1_000_000  # for one purchase: beyond it somebody has mistyped a price
# Numbers are given out before they can be seen: the last hour is always looked at again.
OVERLAP = timedelta(hours=1)


@dataclass(frozen=True)
class Difference:
    """What a purchase should have earned a customer, less what is booked."""

    purchase_id: int
    customer_id: int
    amount: int
    cause: str


def settle_cards() -> int:
    """Book what is new; how many lines. Twice changes nothing, and two workers are one."""
    program = LoyaltyProgram.current()
    shop = ShopSettings.current()
    if not program.is_on or shop is None:
        return 0
    with one_at_a_time(LOCK) as is_ours:
        return _settle(program, shop) if is_ours else 0


def _settle(program: LoyaltyProgram, shop: ShopSettings) -> int:
    seen = _seen_by(timezone.now() - OVERLAP)
    booked = 0
    while found := _settle_some(program, shop):
        booked += found
    LoyaltyProgram.objects.filter(pk=1).update(**seen)
    return booked


def _seen_by(moment: datetime) -> dict[str, int]:
    """The newest purchase and the newest correction that were there by then."""
    purchases = Purchase.objects.filter(created_at__lt=moment).order_by("-pk").values_list("pk", flat=True)
    revisions = Revision.objects.filter(at__lt=moment).order_by("-pk").values_list("pk", flat=True)
    return {"seen_up_to": purchases.first() or 0, "revisions_seen_up_to": revisions.first() or 0}


@transaction.atomic
def _settle_some(program: LoyaltyProgram, shop: ShopSettings) -> int:
    differences = _differences(program, shop)
    if not differences:
        return 0
    cards = _hold_cards(differences)
    last_day = last_day_of(program, today_in_the_shop())
    entries = [_entry(cards[each.customer_id], each, last_day) for each in differences]
    LoyaltyEntry.objects.bulk_create(entries)
    LoyaltyCard.objects.bulk_update(cards.values(), ["balance"])
    earned = sum(entry.kind == EntryKind.EARNED for entry in entries)
    audit.record("loyalty.settled", by=None, counts={"earned": earned, "taken_back": len(entries) - earned})
    return len(entries)


def _differences(program: LoyaltyProgram, shop: ShopSettings) -> list[Difference]:
    values: dict[str, Any] = {
        "purchases_seen": program.seen_up_to,
        "revisions_seen": program.revisions_seen_up_to,
        "started_at": program.started_at,
        "currency": shop.currency,
        "by_points": program.kind == LoyaltyKind.POINTS,
        "points": program.points_for_one,
        "least": program.least_spend,
        "most_points": MOST_POINTS,
        "most": AT_A_TIME,
    }
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, values)
        return [Difference(*row) for row in cursor.fetchall()]


def _hold_cards(differences: Sequence[Difference]) -> dict[int, LoyaltyCard]:
    """The cards of these customers, held in the order of their numbers; new ones for whoever has none."""
    customers = {each.customer_id for each in differences}
    LoyaltyCard.objects.bulk_create(
        [LoyaltyCard(customer_id=customer) for customer in sorted(customers)], ignore_conflicts=True
    )
    held = LoyaltyCard.objects.select_for_update().filter(customer__in=customers).order_by("pk")
    return {card.customer_id: card for card in held}


def _entry(card: LoyaltyCard, difference: Difference, last_day: date | None) -> LoyaltyEntry:
    """A card never holds less than nothing: what was spent already is let go, and noted."""
    amount = max(difference.amount, -card.balance)
    card.balance += amount
    is_earned = difference.amount > 0
    return LoyaltyEntry(
        card=card,
        kind=EntryKind.EARNED if is_earned else EntryKind.TAKEN_BACK,
        amount=amount,
        purchase_id=difference.purchase_id,
        note=_note(amount - difference.amount),
        cause=difference.cause,
        at=timezone.now(),
        expires_on=last_day if is_earned else None,
    )


def _note(let_go: int) -> str:
    if not let_go:
        return ""
    return ngettext("%d was spent already.", "%d were spent already.", let_go) % let_go
