"""The stamp card of the demo shop: a stamp for each purchase, and full cards given back at the till."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from crm.demo.shop import Frame, opened_at
from crm.shop.actions import audit
from crm.web.templatetags.amounts import money
from customers.models import Customer, Interaction, Purchase
from engagement.kinds import LOYALTY
from engagement.loyalty_rules import counted, worth_of
from engagement.models import EntryKind, LoyaltyCard, LoyaltyEntry, LoyaltyKind, LoyaltyProgram

FULL, WORTH = 10, Decimal(5)
KEEPS_THEM = 4  # every so manyth saves the last full card up


def write_loyalty_cards(customers: Sequence[Customer], frame: Frame) -> None:
    """The rules, and two years of stamps; as the clock would have given them, so that it adds nothing."""
    program, bought = _write_program(frame), _purchases()
    cards = LoyaltyCard.objects.bulk_create(
        LoyaltyCard(customer=customer) for customer in customers if customer.pk in bought
    )
    entries = LoyaltyEntry.objects.bulk_create(
        entry
        for number, card in enumerate(cards)
        for entry in _entries(card, bought[card.customer_id], saves=number % KEEPS_THEM == 0)
    )
    LoyaltyCard.objects.bulk_update(cards, ["balance"])
    Interaction.objects.bulk_create(
        _line(entry, program, frame) for entry in entries if entry.kind == EntryKind.SPENT
    )


def _write_program(frame: Frame) -> LoyaltyProgram:
    newest = Purchase.objects.order_by("-pk").values_list("pk", flat=True).first()
    return LoyaltyProgram.objects.create(
        pk=1,
        is_on=True,
        kind=LoyaltyKind.STAMPS,
        full_at=FULL,
        worth=WORTH,
        started_at=opened_at(frame.days),
        seen_up_to=newest or 0,
    )


def _purchases() -> dict[int, list[Purchase]]:
    """What each customer bought and kept at least a part of, the oldest first."""
    back = Coalesce(Sum("refunds__total"), Decimal(0))
    sales = Purchase.objects.filter(customer__isnull=False, is_refund=False).annotate(kept=F("total") + back)
    found: dict[int, list[Purchase]] = {}
    for purchase in sales.filter(kept__gt=0).select_related("staff").order_by("at", "pk"):
        found.setdefault(purchase.customer_id or 0, []).append(purchase)
    return found


def _entries(card: LoyaltyCard, bought: Sequence[Purchase], *, saves: bool) -> Iterator[LoyaltyEntry]:
    """A stamp each; the next visit after a full card takes it back, unless they save up."""
    last = len(bought) // FULL * FULL
    for number, purchase in enumerate(bought):
        if number and number % FULL == 0 and not (saves and number == last):
            card.balance -= FULL
            yield LoyaltyEntry(
                card=card,
                kind=EntryKind.SPENT,
                amount=-FULL,
                note="Off at the till",
                at=purchase.at,
                by=purchase.staff,
            )
        card.balance += 1
        yield LoyaltyEntry(
            card=card,
            kind=EntryKind.EARNED,
            amount=1,
            purchase=purchase,
            cause=audit.label(purchase),
            at=purchase.at,
        )


def _line(entry: LoyaltyEntry, program: LoyaltyProgram, frame: Frame) -> Interaction:
    worth = money(worth_of(FULL, program), frame.shop.currency)
    return Interaction(
        customer=entry.card.customer,
        kind=LOYALTY.key,
        at=entry.at,
        text=f"{counted(FULL, program)} · {worth}",
        about=audit.label(entry),
        staff=entry.by,
    )
