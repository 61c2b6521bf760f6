"""What becomes of the rows of the ground floor."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from customers.consent_state import state_of
from customers.merging.rules import (
    Two,
    drop_all,
    merges,
    move_all,
    one_of_each,
    only,
    takes_apart,
    twins,
)
from customers.models import Consent, Customer, StageEvidence
from customers.relations import Relation

merges("customers.customer_tags.customer")(one_of_each("tag_id"))
merges("customers.quickfact.customer")(one_of_each("kind", "text"))
merges("customers.stageevidence.customer")(one_of_each("kind", "about"))
merges("customers.bulkchangeline.customer")(one_of_each("change_id", fills=False))
# The code of whoever goes is kept with the merge, and still leads to the right person.
merges("customers.referralcode.customer")(one_of_each(fills=False))
merges(
    "customers.searchword.customer",
    "customers.categorybought.customer",
    "customers.buying.customer",
    "customers.tillroll.customer",
)(drop_all)


@merges("customers.phone.customer", "customers.email.customer")
def merge_ways_to_reach(relation: Relation, two: Two) -> None:
    """One list, each once; whose comes first was chosen."""
    name = relation.model._meta.model_name
    key = {"phone": "number", "email": "address"}[str(name)]
    moved = list(relation.rows_of(two.gone))
    one_of_each(key)(relation, two)
    last = (
        relation.rows_of(two.kept).exclude(pk__in=[row.pk for row in moved]).aggregate(last=Max("position"))
    )
    most = max([row.position for row in moved], default=0)
    shift = -(most + 1) if f"{name}s" in two.comes_first else (last["last"] or 0) + 1
    for row in relation.rows_of(two.kept).filter(pk__in=[row.pk for row in moved]):
        two.book.change(row, position=row.position + shift)


@merges("customers.interaction.customer")
def merge_lines(relation: Relation, two: Two) -> None:
    """Both lines stay; the key that makes a line the only one of its kind stays with one."""
    for _twin, gone in twins(relation, two, "kind", "about"):
        if gone.about:
            two.book.change(gone, about="")
    move_all(relation, two)


@merges("customers.putoff.customer")
def merge_put_offs(relation: Relation, two: Two) -> None:
    """The later day holds."""
    for twin, gone in twins(relation, two, "reason"):
        two.book.change(twin, until=max(twin.until, gone.until))
    one_of_each("reason")(relation, two)


@merges("customers.stagepin.customer")
def merge_pins(relation: Relation, two: Two) -> None:
    """One pin holds at a time: the one of whoever stays."""
    if relation.rows_of(two.kept).filter(until=None).exists():
        for pin in relation.rows_of(two.gone).filter(until=None):
            two.book.change(pin, until=pin.since, lifted_by_id=two.by and two.by.pk)
    move_all(relation, two)


@merges("customers.segmentstay.customer")
def merge_stays(relation: Relation, two: Two) -> None:
    """Who is in a list twice is in it once; who was, was."""
    theirs = relation.rows_of(two.gone).filter(left_at=None)
    there = relation.rows_of(two.kept).filter(left_at=None).values("segment")
    two.book.drop(theirs.filter(segment__in=list(there.values_list("segment", flat=True))))
    move_all(relation, two)


@merges("customers.stagechange.customer", always=True)
def remember_stages(relation: Relation, two: Two) -> None:
    """Told again from the facts of both; what had been noticed when is kept for an undo."""
    rows = relation.model._base_manager.filter(customer__in=two.both)
    two.book.will_be_counted_again(rows, "customer_id", two.both)
    relation.rows_of(two.gone).delete()


@merges("customers.referral.advocate")
def merge_sent(relation: Relation, two: Two) -> None:
    """Nobody sends themselves."""
    _forget_that_they_sent_themselves(relation, two)
    move_all(relation, two)


def _forget_that_they_sent_themselves(relation: Relation, two: Two) -> None:
    """That somebody sent their own other record was never a recommendation."""
    themselves = relation.model._base_manager.filter(advocate__in=two.both, friend__in=two.both)
    signs = [f"customers.referral:{pk}" for pk in themselves.values_list("pk", flat=True)]
    two.book.drop(StageEvidence.objects.filter(about__in=signs))
    two.book.drop(themselves)


@merges("customers.referral.friend")
def merge_sent_by(relation: Relation, two: Two) -> None:
    """Everybody is sent once: by what stands, rather than by what was withdrawn."""
    _forget_that_they_sent_themselves(relation, two)
    for twin, gone in twins(relation, two):
        goes = twin if twin.withdrawn_at and not gone.withdrawn_at else gone
        two.book.drop(only(goes))
    move_all(relation, two)


@merges("customers.buysfor.buyer", "customers.buysfor.receiver")
def merge_buying_for(relation: Relation, two: Two) -> None:
    """Nobody buys for themselves."""
    two.book.drop(relation.model._base_manager.filter(buyer__in=two.both, receiver__in=two.both))
    other = "receiver_id" if relation.field.name == "buyer" else "buyer_id"
    one_of_each(other)(relation, two)


@merges("customers.duplicate.first", "customers.duplicate.second")
def merge_comparisons(relation: Relation, two: Two) -> None:
    """Whom one of them was compared with is compared with both; what somebody said about it stays said."""
    rows: Any = relation.model._base_manager
    two.book.drop(rows.filter(first__in=two.both, second__in=two.both))
    for pair in relation.rows_of(two.gone):
        _compare_with_the_other(rows, pair, two)


def _compare_with_the_other(rows: Any, pair: Any, two: Two) -> None:
    other = pair.second_id if pair.first_id == two.gone else pair.first_id
    first, second = sorted([other, two.kept])
    twin = rows.filter(first=first, second=second).first()
    if twin is None:
        two.book.change(pair, first_id=first, second_id=second)
        return
    if pair.verdict and not twin.verdict:
        two.book.change(twin, verdict=pair.verdict, judged_at=pair.judged_at, judged_by_id=pair.judged_by_id)
    two.book.drop(only(pair))


@takes_apart
def keep_a_no_of_both(kept: int, gone: int, since: datetime) -> None:
    """Whoever said no in between may have been either: neither is written to before a yes of their own."""
    said = Consent.objects.filter(customer=kept, is_given=False, recorded_at__gte=since)
    mine, theirs = state_of(Customer(pk=kept)), state_of(Customer(pk=gone))
    for no in said.order_by("pk"):
        question = (no.channel, no.topic)
        is_free = question not in theirs or theirs[question].is_given
        if is_free and not mine[question].is_given:
            # A copy of the row: its words, its proof and its moment are what they were.
            no.pk, no.customer_id = None, gone
            no.save(force_insert=True)
            theirs[question] = no


@takes_apart
def leave_both_in_peace(kept: int, gone: int, since: datetime) -> None:
    """Do not disturb, if it was set in between."""
    quiet = Customer.objects.filter(pk=kept, do_not_disturb_since__gte=since)
    for moment in quiet.values_list("do_not_disturb_since", flat=True):
        Customer.objects.filter(pk=gone, do_not_disturb_since=None).update(do_not_disturb_since=moment)
