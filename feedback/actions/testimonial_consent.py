"""A customer lets us show what they wrote into a survey: by their own ticks, and back by a link of theirs."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from feedback.actions.response_gift import gift_of
from feedback.actions.testimonial import Agreement, record_testimonial
from feedback.models import Response, ShownAs, Testimonial
from feedback.questions import Band

TWO_YEARS = timedelta(days=730)


@dataclass(frozen=True)
class Ticks:
    """What they ticked, beside the words we asked in."""

    consent_words: str
    places: tuple[str, ...]
    shown_as: str = ShownAs.NOBODY
    may_shorten: bool = False


@dataclass(frozen=True)
class Shown:
    """What can be asked about an answer, and what was agreed to already."""

    may_ask: bool = False
    testimonial: Testimonial | None = field(default=None)


def shown_of(response: Response) -> Shown:
    """A happy answer in words can be shown: asked once, and never again after it was taken back."""
    if response.tone != Band.HIGH or not response.comment or response.customer_id is None:
        return Shown()
    testimonial = Testimonial.objects.filter(about=audit.label(response)).select_related("customer").first()
    return Shown(may_ask=testimonial is None and response.invalid_at is None, testimonial=testimonial)


@transaction.atomic
def let_words_be_shown(response: Response, ticks: Ticks, *, by: None = None) -> Testimonial | None:
    """Write down what they agreed to, for two years. The first yes stands; twice is once."""
    rows = Response.objects.select_for_update(of=("self",)).select_related("customer", "version")
    response = rows.get(pk=response.pk)
    shown = shown_of(response)
    if not shown.may_ask or not ticks.places or response.customer is None:
        return shown.testimonial
    gift, today = gift_of(response), timezone.localdate()
    agreement = Agreement(
        words=response.comment,
        consent_words=ticks.consent_words,
        given_on=today,
        expires_on=today + TWO_YEARS,
        shown_as=ticks.shown_as,
        may_shorten=ticks.may_shorten,
        reward=str(gift.worth) if gift else "",
        about=audit.label(response),
        **dict.fromkeys(ticks.places, True),
    )
    return record_testimonial(response.customer, agreement, by=by)
