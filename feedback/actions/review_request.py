"""Asking for a review: decided once, sent once, reminded once. The clock calls; twice is once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from engagement import arbiter
from engagement.actions.message import Draft, plan_message
from engagement.models import EmailTemplate, Enrolment, MessageClass
from engagement.recipes import RECIPES
from feedback.models import Complaint, RequestOutcome, ReviewPlatform, ReviewRequest
from feedback.models.complaint import CLOSED
from feedback.review_places import places_for
from feedback.review_sampling import choose, is_drawn
from feedback.served import served_for

ONCE_IN = timedelta(days=180)
PUT_OFF = timedelta(days=14)  # while a complaint is open; never longer, whatever becomes of it
PURPOSE = "review_request"


@transaction.atomic
def ask_for_review(
    enrolment: Enrolment, step: Mapping[str, Any], template: EmailTemplate, *, key: str, now: datetime
) -> ReviewRequest:
    """Decide, write the decision down, and plan the mail if they are asked."""
    if known := ReviewRequest.objects.filter(cause=key).first():
        return known
    location = served_for(enrolment.cause)["location_id"] or enrolment.customer.last_location_id
    outcome, platform = _decide(enrolment, step, key, now, location)
    request = ReviewRequest.objects.create(
        customer=enrolment.customer,
        cause=key,
        outcome=outcome,
        at=now,
        platform=platform,
        location_id=location,
    )
    if outcome == RequestOutcome.ASKED:
        request.put_off_until = now + PUT_OFF if _complains(enrolment) else None
        request.save(update_fields=["put_off_until"])
        _plan(request, enrolment, template, key, request.put_off_until or now)
    return request


@transaction.atomic
def remind_of_review(
    enrolment: Enrolment, template: EmailTemplate, *, key: str, now: datetime
) -> ReviewRequest | None:
    """Ask once more whoever was asked and did not come; never a third time."""
    asked = ReviewRequest.objects.select_for_update().filter(
        customer=enrolment.customer, outcome=RequestOutcome.ASKED, at__gte=enrolment.caused_at
    )
    request = asked.filter(reminded_at=None, clicked_at=None).order_by("-at").first()
    if request is None:
        return None
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    after = request.put_off_until + timedelta(days=7) if request.put_off_until else now
    _plan(request, enrolment, template, key, max(now, after))
    return request


@transaction.atomic
def note_click(request: ReviewRequest, platform: ReviewPlatform, *, now: datetime) -> ReviewRequest:
    """Somebody pressed the button that leads to a place; the first time counts."""
    request = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    if request.clicked_at is None:
        request.clicked_at, request.platform = now, platform
        request.save(update_fields=["clicked_at", "platform"])
    return request


def _decide(
    enrolment: Enrolment, step: Mapping[str, Any], key: str, now: datetime, location: int | None
) -> tuple[str, ReviewPlatform | None]:
    asked = ReviewRequest.objects.filter(customer=enrolment.customer, outcome=RequestOutcome.ASKED)
    if asked.filter(at__gt=now - ONCE_IN).exists():
        return RequestOutcome.ASKED_LATELY, None
    if not is_drawn(step, key=key, place=enrolment.pk):
        return RequestOutcome.NOT_DRAWN, None
    places = {place.pk: place for place in places_for(location)}
    if not places:
        return RequestOutcome.NOWHERE, None
    weights = [(place.pk, place.weight) for place in places.values()]
    return RequestOutcome.ASKED, places[choose(weights, key=key)]


def _complains(enrolment: Enrolment) -> bool:
    return Complaint.objects.filter(customer=enrolment.customer).exclude(state__in=CLOSED).exists()


def _plan(
    request: ReviewRequest, enrolment: Enrolment, template: EmailTemplate, key: str, at: datetime
) -> None:
    recipe = RECIPES[enrolment.automation.recipe]
    draft = Draft(
        dedupe_key=key,
        message_class=MessageClass.REVIEW,
        topic=recipe.topic,
        purpose=PURPOSE,
        about=f"feedback.reviewrequest:{request.pk}",
        template=template,
        priority=arbiter.REVIEW,
        not_before=at,
        expires_at=at + timedelta(days=recipe.good_for_days),
    )
    plan_message(draft, customer=enrolment.customer, by=None)
