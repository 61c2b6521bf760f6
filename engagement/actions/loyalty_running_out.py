"""The clock takes off cards what has run out."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from engagement.actions.loyalty_statements import RUN_OUT
from engagement.models import EntryKind, LoyaltyCard, LoyaltyEntry
from engagement.one_at_a_time import one_at_a_time

LOCK = 4_102
AT_A_TIME = 500


def expire_cards(today: date) -> int:
    """Take off what was good until yesterday; from how many cards. Twice is once."""
    expired = 0
    with one_at_a_time(LOCK) as is_ours:
        while is_ours and (found := _expire_some(today)):
            expired += found
    return expired


def loyalty_expiring(within: timedelta) -> dict[int, int]:
    """{number of the card: how many run out within this time}, for whoever tells the customers."""
    with connection.cursor() as cursor:
        cursor.execute(RUN_OUT, {"day": today_in_the_shop() + within + timedelta(days=1), "most": None})
        return dict(cursor.fetchall())


@transaction.atomic
def _expire_some(today: date) -> int:
    values: dict[str, Any] = {"day": today, "most": AT_A_TIME}
    with connection.cursor() as cursor:
        cursor.execute(RUN_OUT, values)
        due = dict(cursor.fetchall())
        cards = list(LoyaltyCard.objects.select_for_update().filter(pk__in=due).order_by("pk"))
        # Somebody may have spent it while we waited for the card.
        cursor.execute(RUN_OUT, values)
        due = dict(cursor.fetchall())
    cards = [card for card in cards if card.pk in due]
    entries = [_entry(card, due[card.pk], today) for card in cards]
    LoyaltyEntry.objects.bulk_create(entries)
    LoyaltyCard.objects.bulk_update(cards, ["balance"])
    if entries:
        audit.record("loyalty.expired", by=None, counts={"expired": len(entries)})
    return len(entries)


def _entry(card: LoyaltyCard, amount: int, today: date) -> LoyaltyEntry:
    card.balance -= amount
    return LoyaltyEntry(
        card=card, kind=EntryKind.EXPIRED, amount=-amount, cause=f"until:{today}", at=timezone.now()
    )
