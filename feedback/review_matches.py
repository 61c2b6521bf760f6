"""Who may have written a review: suggestions for a person who knows. No guess ever counts."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from crm.shop.models import User
from customers.models import Customer, Purchase
from customers.searching import search
from feedback.models import Review

BEFORE = timedelta(days=60)
MOST = 3


@dataclass(frozen=True)
class Match:
    """A customer called like whoever wrote it, and whether they bought something shortly before."""

    customer: Customer
    was_here: bool


def matches_of(review: Review, user: User) -> list[Match]:
    """Those of the same name, whoever was here lately first."""
    if not review.author.strip() or review.customer_id:
        return []
    found = search(review.author[:100], user=user, limit=MOST)
    if found.is_guess:
        return []
    here = set(_lately(review, found.customers).values_list("customer", flat=True))
    matches = [Match(customer, customer.pk in here) for customer in found.customers]
    return sorted(matches, key=lambda match: not match.was_here)


def _lately(review: Review, customers: list[Customer]) -> QuerySet[Purchase]:
    days = (review.written_on - BEFORE, review.written_on + timedelta(days=1))
    return Purchase.objects.filter(customer__in=customers, voided_at=None, at__date__range=days)
