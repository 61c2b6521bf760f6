"""Asking one customer because somebody here wants to know: may we, and when would it leave?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings
from customers.models import Customer
from engagement.eligibility import why_not_any_more
from engagement.turn import manners_of, next_allowed, why_no_wait_helps
from feedback.actions.invitation import STALE_AFTER, Asking, mail_to_be
from feedback.models import Survey, SurveyKind
from feedback.triggers import complains


@dataclass(frozen=True)
class Askable:
    """A survey of our own, and what stands against asking them now."""

    survey: Survey
    why_not: str | Promise = ""
    leaves_at: datetime | None = None  # later than now: the door is shut, or they have had enough mail


def surveys_to_ask() -> Iterator[Survey]:
    """What somebody may be asked by hand: the others have their own moment."""
    yield from Survey.objects.switched_on().filter(kind=SurveyKind.CUSTOM, is_anonymous=False)


def may_ask(customer: Customer, survey: Survey, shop: ShopSettings, now: datetime) -> Askable:
    """By the rules of sending, as they would be asked when the mail leaves."""
    if complains(customer.pk):
        return Askable(survey, _("Something they complained about is open"))
    message = mail_to_be(customer, survey, Asking(cause_of(now), now, now + STALE_AFTER))
    manners = manners_of(shop)
    leaves_at = next_allowed(message, now, manners)
    reason = why_not_any_more(message, customer, leaves_at or now)
    reason = reason or (None if leaves_at else why_no_wait_helps(message, now, manners))
    return Askable(survey, reason.label if reason else "", leaves_at)


def cause_of(now: datetime) -> str:
    """Asked twice on one day is asked once."""
    return f"by_hand:{timezone.localdate(now).isoformat()}"
