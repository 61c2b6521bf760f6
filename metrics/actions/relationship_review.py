"""Judging how close shop and customer are."""

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Customer
from metrics.models import Closeness, RelationshipReview


@transaction.atomic
def review_relationship(
    customer: Customer, level: Closeness, *, note: str = "", by: User | None
) -> RelationshipReview:
    """Write down what is thought today; what was thought before stays."""
    review = RelationshipReview.objects.create(customer=customer, level=level, note=note, reviewed_by=by)
    audit.record("relationship.reviewed", customer, by=by)
    return review
