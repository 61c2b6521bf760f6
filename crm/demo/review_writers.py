"""Who wrote some of the demo's reviews: customers who come often."""

from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from crm.demo.shop import Frame
from crm.shop.actions import audit
from crm.shop.opening_hours import moment_of
from customers.models import Channel, Customer, Direction, Interaction, StageEvidence
from feedback.actions.review import PRAISE_FROM, fingerprint
from feedback.kinds import GOOD_REVIEW, REVIEW
from feedback.models import Review
from feedback.review_reading import Written

# These signed with a name and a letter; somebody of the shop knew them by what they told.
SIGNED = ("Priya S", "Margaret D.", "N. Farrow")


def recognise_writers(reviews: Sequence[Review], frame: Frame) -> list[Review]:
    """Those that a colleague has recognised, signed as these customers would sign."""
    signed = [review for review in reviews if review.author in SIGNED]
    known = list(zip(signed, _regulars(), strict=False))
    for review, customer in known:
        review.customer, review.recognised_by = customer, frame.staff["Mira"]
        review.author = f"{customer.given_name} {customer.family_name[0]}."
        told = Written(review.text, review.author, review.score, review.written_on)
        review.fingerprint = fingerprint(review.platform, told)
    return [review for review, _customer in known]


def _regulars() -> QuerySet[Customer]:
    """Those who bought most often, the same on whatever day the demo opens."""
    named = Customer.objects.exclude(given_name="").exclude(family_name="").filter(company="")
    bought = Count("purchases", filter=Q(purchases__is_refund=False))
    return named.annotate(bought=bought).filter(bought__gt=0).order_by("-bought", "pk")[: len(SIGNED)]


def write_what_they_said(known: Sequence[Review], frame: Frame) -> None:
    """Their timelines say it, and many stars speak for the shop."""
    zone = ZoneInfo(frame.shop.time_zone)
    Interaction.objects.bulk_create(
        Interaction(
            customer=review.customer,
            kind=REVIEW.key,
            at=min(moment_of(review.written_on, time(12), zone), frame.days.now),
            text=review.text,
            direction=Direction.INCOMING,
            channel=Channel.SOCIAL,
            outcome="★" * (review.score or 0),
            about=audit.label(review),
            staff=review.recognised_by,
        )
        for review in known
        if review.customer
    )
    StageEvidence.objects.bulk_create(
        StageEvidence(
            customer=review.customer,
            kind=GOOD_REVIEW.key,
            about=audit.label(review),
            on=review.written_on,
            by=review.recognised_by,
        )
        for review in known
        if (review.score or 0) >= PRAISE_FROM
    )
