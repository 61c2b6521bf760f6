"""The stamp card of the demo shop: a stamp for each purchase, and full cards given back at the till."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

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
    """The rules, the cards of those who carry one, and two years of stamps."""
    program = _write_program(frame)
    cards = LoyaltyCard.objects.bulk_create(
        LoyaltyCard(customer=customer) for customer in customers if customer.card_code
    )
    bought = _purchases_of(cards)
    entries = LoyaltyEntry.objects.bulk_create(
        entry
        for number, card in enumerate(cards)
        for entry in _entries(card, bought.get(card.customer_id, []), saves=number % KEEPS_THEM == 0)
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


def _purchases_of(cards: Sequence[LoyaltyCard]) -> dict[int, list[Purchase]]:
    """What they bought and kept, the oldest first."""
    kept = Purchase.objects.filter(
        customer__in=[card.customer_id for card in cards], is_refund=False, refunds=None
    )
    found: dict[int, list[Purchase]] = {}
    for purchase in kept.select_related("staff").order_by("at", "pk"):
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
