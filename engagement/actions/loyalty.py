"""Spending what is on a card, and putting it right by hand."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import ShopSettings, User
from crm.web.templatetags.amounts import money
from customers.actions.interaction import Entry, log_interaction
from customers.models import Customer
from engagement.actions.voucher import Worth, issue_voucher
from engagement.kinds import LOYALTY
from engagement.loyalty_expiry import last_day_of
from engagement.loyalty_rules import counted, step_of, worth_of
from engagement.models import EntryKind, LoyaltyCard, LoyaltyEntry, LoyaltyProgram, Voucher, VoucherReason


class ThereIsNotSoMuchOnTheCard(Exception):
    """Somebody wants to take more than there is; `balance` is what there is now."""

    def __init__(self, balance: int) -> None:
        super().__init__(str(balance))
        self.balance = balance


class ItIsWorthNothing(Exception):
    """Too few, or not a whole card of stamps."""


@dataclass(frozen=True)
class Spent:
    """What came of it: money off at once, or a voucher for another day."""

    entry: LoyaltyEntry
    worth: Decimal
    voucher: Voucher | None = None


@transaction.atomic
def spend_from_card(customer: Customer, *, amount: int, as_voucher: bool, by: User | None) -> Spent:
    """Take so many off the card. Two tills at once never take more than there is.

    Raises ThereIsNotSoMuchOnTheCard and ItIsWorthNothing.
    """
    program = LoyaltyProgram.current()
    worth = worth_of(amount, program)
    if amount < 1 or amount % step_of(program) or not worth:
        raise ItIsWorthNothing
    card = _hold_card(customer)
    note = _("For a voucher") if as_voucher else _("Off at the till")
    entry = _move(card, EntryKind.SPENT, -amount, note=note, by=by)
    words = f"{counted(amount, program)} · {_in_money(worth)}"
    log_interaction(customer, Entry(LOYALTY.key, entry.at, words, about=audit.label(entry)), by=by)
    audit.record("loyalty.spent", card, by=by, counts={"spent": amount})
    return Spent(entry, worth, _voucher_for(customer, entry, worth, by) if as_voucher else None)


@transaction.atomic
def adjust_card(customer: Customer, *, amount: int, because: str, by: User | None) -> LoyaltyEntry:
    """Put a card right by hand: more, or less than nothing is refused.

    Raises ThereIsNotSoMuchOnTheCard.
    """
    card = _hold_card(customer)
    entry = _move(card, EntryKind.ADJUSTED, amount, note=because, by=by)
    audit.record("loyalty.adjusted", card, by=by)
    return entry


def open_card(customer: Customer) -> LoyaltyCard:
    """Their card; a new one when they had none."""
    LoyaltyCard.objects.bulk_create([LoyaltyCard(customer=customer)], ignore_conflicts=True)
    return LoyaltyCard.objects.get(customer=customer)


def _hold_card(customer: Customer) -> LoyaltyCard:
    """The same, held until the end of the transaction."""
    return LoyaltyCard.objects.select_for_update().get(pk=open_card(customer).pk)


def _move(card: LoyaltyCard, kind: EntryKind, amount: int, *, note: str, by: User | None) -> LoyaltyEntry:
    if card.balance + amount < 0:
        raise ThereIsNotSoMuchOnTheCard(card.balance)
    card.balance += amount
    card.save(update_fields=["balance"])
    return LoyaltyEntry.objects.create(
        card=card,
        kind=kind,
        amount=amount,
        note=note[:200],
        at=timezone.now(),
        expires_on=last_day_of(LoyaltyProgram.current(), today_in_the_shop()) if amount > 0 else None,
        by=by,
    )


def _voucher_for(customer: Customer, entry: LoyaltyEntry, worth: Decimal, by: User | None) -> Voucher:
    return issue_voucher(
        Worth(amount=worth),
        customer=customer,
        reason=VoucherReason.LOYALTY,
        cause=audit.label(entry),
        expires_on=last_day_of(LoyaltyProgram.current(), today_in_the_shop()),
        by=by,
    )


def _in_money(worth: Decimal) -> str:
    shop = ShopSettings.current()
    return money(worth, shop.currency if shop else "")
