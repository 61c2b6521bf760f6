"""What becomes of this floor's rows when two customers are put together."""

from datetime import datetime

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.merging.rules import (
    Two,
    counts_again,
    merges,
    move_all,
    one_of_each,
    only,
    takes_apart,
    twins,
)
from customers.relations import Relation
from engagement.models import EnrolmentState, EntryKind, LoyaltyCard, LoyaltyEntry, Preference

merges("engagement.cadence.customer")(one_of_each(fills=False))
merges("engagement.announcementrecipient.customer")(one_of_each("announcement_id"))


@merges("engagement.enrolment.customer")
def merge_enrolments(relation: Relation, two: Two) -> None:
    """Nobody goes through the same recipe twice for the same cause: the second one stops."""
    for _twin, gone in twins(relation, two, "automation_id", "cause"):
        two.book.change(gone, cause=f"{gone.cause}~{two.gone}"[-80:])
        if gone.state == EnrolmentState.WAITING:
            two.book.change(gone, state=EnrolmentState.EXITED, outcome="merged", ended_at=two.at)
    move_all(relation, two)


@merges("engagement.preference.customer")
def merge_preferences(relation: Relation, two: Two) -> None:
    """Of two wishes the stricter one."""
    for twin, gone in twins(relation, two):
        two.book.change(
            twin,
            at_most_monthly=twin.at_most_monthly or gone.at_most_monthly,
            never_ask=twin.never_ask or gone.never_ask,
            paused_until=max(filter(None, [twin.paused_until, gone.paused_until]), default=None),
        )
    one_of_each(fills=False)(relation, two)


@takes_apart
def keep_a_wish_of_both(kept: int, gone: int, since: datetime) -> None:
    """A wish about mail that was made in between may have been of either: the stricter one holds for both."""
    changed = list(Preference.objects.filter(customer__in=(kept, gone), changed_at__gte=since))
    for wish in changed:
        other = gone if wish.customer_id == kept else kept
        twin, _is_new = Preference.objects.get_or_create(customer_id=other)
        twin.at_most_monthly |= wish.at_most_monthly
        twin.never_ask |= wish.never_ask
        twin.paused_until = max(filter(None, [twin.paused_until, wish.paused_until]), default=None)
        twin.save()


@merges("engagement.loyaltycard.customer")
def merge_cards(relation: Relation, two: Two) -> None:
    """Two cards become one: every movement of both stands on it."""
    for twin, gone in twins(relation, two):
        theirs = LoyaltyEntry.objects.filter(card=gone)
        known = set(LoyaltyEntry.objects.filter(card=twin).values_list("kind", "cause"))
        for entry in theirs.exclude(cause=""):
            if (entry.kind, entry.cause) in known:
                _enter_anew(entry, twin, two)
        two.book.move(theirs, "card_id", to=twin.pk)
    one_of_each(fills=False)(relation, two)


def _enter_anew(entry: LoyaltyEntry, card: LoyaltyCard, two: Two) -> None:
    """Both ran out on one day: nothing in a ledger is changed, so this comes in anew by another name."""
    two.book.drop(only(entry))
    entry.card, entry.cause = card, f"{entry.cause}~{two.gone}"[-80:]
    two.book.make(entry)


@counts_again
def count_cards_again(customers: list[int]) -> None:
    """A card holds the sum of its movements; what it lacks after an undo the other one's card gives back."""
    cards = list(LoyaltyCard.objects.select_for_update().filter(customer__in=customers).order_by("pk"))
    for card in cards:
        card.balance = card.entries.aggregate(all=Sum("amount"))["all"] or 0
    for card in cards:
        if card.balance < 0:
            _give_back(card, [other for other in cards if other.balance > 0])
    LoyaltyCard.objects.bulk_update(cards, ["balance"])


def _give_back(card: LoyaltyCard, others: list[LoyaltyCard]) -> None:
    """What was collected on one card was spent from both."""
    for other in others:
        amount = min(-card.balance, other.balance)
        _put_right(other, -amount)
        _put_right(card, amount)
    if card.balance < 0:
        _put_right(card, -card.balance)


def _put_right(card: LoyaltyCard, amount: int) -> None:
    card.balance += amount
    LoyaltyEntry.objects.create(
        card=card,
        kind=EntryKind.ADJUSTED,
        amount=amount,
        note=_("Two customers were taken apart again"),
        at=timezone.now(),
    )
