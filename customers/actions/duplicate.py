"""Judging who may be one person, and putting together those about whom there is no doubt."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.customer import edit_customer
from customers.actions.merge import CannotBeMerged, merge_customers
from customers.models import Customer, Duplicate, Verdict

Progress = Callable[[int, int], object]


@transaction.atomic
def judge_duplicate(pair: Duplicate, *, verdict: str, by: User | None) -> Duplicate:
    """They are two people: remembered, and never asked again. One household is written down as one."""
    pair = Duplicate.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict == verdict:
        return pair
    pair.verdict, pair.judged_at, pair.judged_by = verdict, timezone.now(), by
    pair.save(update_fields=["verdict", "judged_at", "judged_by"])
    if verdict == Verdict.HOUSEHOLD:
        _live_together(pair, by)
    audit.record("customer.told_apart", pair.first, by=by)
    return pair


def _live_together(pair: Duplicate, by: User | None) -> None:
    """Into the household that one of them has; where both have one, nothing moves."""
    both = [pair.first, pair.second]
    known = [customer.household.name for customer in both if customer.household]
    name = known[0] if known else " & ".join(map(str, both))[:120]
    for customer in both:
        if customer.household is None:
            edit_customer(customer, {"household": name}, version=customer.version, by=by)


def merge_exact(*, by: User | None, progress: Progress | None = None) -> int:
    """Put together who has the same full name and the same phone or e-mail; how many. Twice is once."""
    merged, numbers = 0, list(Duplicate.objects.open().exact().strongest_first().values_list("pk", flat=True))
    for done, number in enumerate(numbers, 1):
        merged += _merge_one(number, by)
        if progress:
            progress(done, len(numbers))
    return merged


def _merge_one(number: int, by: User | None) -> bool:
    """Each on its own: what was done stays done. A pair may be gone with the one before."""
    pair = Duplicate.objects.open().exact().select_related("first", "second").filter(pk=number).first()
    if pair is None:
        return False
    kept, gone = who_stays(pair.first, pair.second)
    try:
        merge_customers(kept, gone, choices={}, by=by)
    except CannotBeMerged:
        return False
    return True


def who_stays(one: Customer, other: Customer) -> tuple[Customer, Customer]:
    """(kept, gone): who bought more often, and of two alike the one who was here first."""
    return (other, one) if other.purchase_count > one.purchase_count else (one, other)
