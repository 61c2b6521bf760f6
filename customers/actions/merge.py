"""Putting two customers together, whole or not at all."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.customer import sort_key
from customers.actions.figures import refresh_figures
from customers.actions.interaction import Entry, log_interaction
from customers.actions.merge_history import as_kept, note_new_version
from customers.actions.search_word import write_search_words
from customers.consent_state import state_of
from customers.kinds import MERGED
from customers.merging.choices import GONE, LISTS, Choices, chosen_values, kept_for_both
from customers.merging.rules import Two, count_both_again, merge_the_rest, move_rows, only
from customers.models import Consent, Customer, Erasure, ExternalId, Merge, ReferralCode

CARD = "card"  # the source of a card code that is not the first one any more
BY_MERGE = "merge"


class CannotBeMerged(Exception):
    """One of them is not there any more, or is being forgotten; `sentence` says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ChangedSinceSeen(Exception):
    """Somebody wrote to one of them after the choices were made."""


@transaction.atomic
def merge_customers(
    kept: Customer, gone: Customer, *, choices: Choices, by: User | None, as_seen: bool = False
) -> Merge:
    """Make one customer of two: all that hangs on `gone` belongs to `kept` from now on. Twice is once.

    `choices` says field by field whose word stays. Raises CannotBeMerged; and with `as_seen`
    ChangedSinceSeen, when one of them is not the version that was handed over any more.
    """
    held = _hold(kept.pk, gone.pk)
    known = Merge.objects.standing().filter(kept=kept.pk, gone_number=gone.pk).first()
    if known is not None:
        return known
    if sentence := _why_not(kept.pk, gone.pk, held):
        raise CannotBeMerged(sentence)
    if as_seen and any(held[seen.pk].version != seen.version for seen in (kept, gone)):
        raise ChangedSinceSeen
    kept, gone = held[kept.pk], held[gone.pk]
    firsts = frozenset(name for name in LISTS if choices.get(name) == GONE)
    two = Two(kept.pk, gone.pk, timezone.now(), by, firsts)
    code = ReferralCode.objects.filter(customer=gone).values_list("code", flat=True).first() or ""
    _move_everything(two)
    _write_choices(kept, gone, choices, two)
    merge = _remember(kept, two, code)
    count_again([kept.pk])
    log_interaction(kept, Entry(MERGED.key, two.at, about=audit.label(merge)), by=by)
    audit.record("customer.merged", kept, by=by, counts=_counts(two))
    return merge


def _hold(*numbers: int) -> dict[int, Customer]:
    """Nobody writes to either of them meanwhile; always in the order of their numbers."""
    rows = Customer.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    return {customer.pk: customer for customer in rows}


def _why_not(kept: int, gone: int, held: dict[int, Customer]) -> str:
    """Why the two cannot become one, as a sentence; empty when they can."""
    if len(held) < 2:
        return _("One of the two is not there any more: somebody was faster.")
    # What was asked to be forgotten must not live on under another number.
    if Erasure.objects.filter(customer_number__in=(kept, gone), done_at=None).exists():
        return _("One of the two is being forgotten.")
    return ""


def _move_everything(two: Two) -> None:
    """Row by row of every table, and of two answers about the same thing the no."""
    refused = _refused(two.kept) | _refused(two.gone)
    move_rows(two)
    merge_the_rest(two)
    for channel, topic in sorted(_given(two.kept) & refused):
        no = Consent(customer_id=two.kept, channel=channel, topic=topic, is_given=False)
        no.source, no.at, no.by = BY_MERGE, two.at, two.by
        two.book.make(no)


def _refused(customer: int) -> set[tuple[str, str]]:
    state = state_of(Customer(pk=customer))
    return {question for question, answer in state.items() if not answer.is_given}


def _given(customer: int) -> set[tuple[str, str]]:
    state = state_of(Customer(pk=customer))
    return {question for question, answer in state.items() if answer.is_given}


def _write_choices(kept: Customer, gone: Customer, choices: Choices, two: Two) -> None:
    """What the one who stays says from now on; the other record ends here."""
    before, codes = as_kept(kept), {code for code in (kept.card_code, gone.card_code) if code}
    values = chosen_values(kept, gone, choices) | kept_for_both(kept, gone)
    two.book.drop(only(gone))
    two.book.change(kept, **values)
    two.book.change(kept, sort_key=sort_key(kept))
    _keep_other_cards(kept, codes, two)
    note_new_version(kept, before, two.by)


def _keep_other_cards(kept: Customer, codes: set[str], two: Two) -> None:
    """A card that is in somebody's purse is still found by its code."""
    for code in sorted(codes - {kept.card_code}):
        if not ExternalId.objects.filter(source=CARD, value=code).exists():
            two.book.make(ExternalId(customer=kept, source=CARD, value=code))


def _remember(kept: Customer, two: Two, code: str) -> Merge:
    values: dict[str, Any] = {"kept": kept, "gone_number": two.gone, "gone_code": code}
    return Merge.objects.create(**values, steps=two.book.steps, at=two.at, by=two.by)


def count_again(customers: list[int]) -> None:
    """Words to find them by, figures, rhythm, stage and sums: anew from what really happened."""
    write_search_words(customers)
    refresh_figures(customers)
    count_both_again(customers)


def _counts(two: Two) -> dict[str, int]:
    moved = {step[1]: len(step[5]) for step in two.book.steps if step[0] == "move"}
    counted = ("customers.interaction", "customers.purchase")
    return {f"{label.partition('.')[2]}s": moved.get(label, 0) for label in counted}
