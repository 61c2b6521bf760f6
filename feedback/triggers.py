"""When somebody is asked: on their own day of a period, or when what they complained about was closed.

Everybody has a day of their own for the rare question: so the answers of a period are spread over it, and
the shop hears from a few people each day.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Mod
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from engagement.exits import exit_when
from engagement.late_fields import number_of
from engagement.models import Enrolment
from engagement.triggers import A_DAY, Cause, Look, trigger
from feedback.models import Complaint, ComplaintState

LIKELY_RECIPE = "survey_likely"
BEGINNING = date(2020, 1, 1)
# A prime, so that people who came one after the other have days far apart.
SPREAD = 7_919
# Whoever was not here for so long is no customer to ask.
STILL_A_CUSTOMER = timedelta(days=365)
USUAL_DAYS = 90


def days_of(settings: Mapping[str, Any]) -> int:
    """How long a period is."""
    return max(1, int(settings.get("days") or USUAL_DAYS))


def next_turn(customer_id: int, settings: Mapping[str, Any], now: datetime) -> datetime:
    """When they are asked next, whether or not anything will stand against it then."""
    period, today = days_of(settings), timezone.localdate(now)
    ahead = (customer_id * SPREAD - (today - BEGINNING).days) % period
    return now + ahead * A_DAY


@trigger("survey_turn")
def survey_turns(look: Look) -> Iterator[Cause]:
    """Customers whose day it is."""
    period = days_of(look.settings)
    for day in _days_not_seen(look):
        number = (day - BEGINNING).days
        cause = f"turn:{period}:{number // period}"
        for customer in _whose_day(look, cause, number % period, period):
            yield Cause(customer, cause, look.morning_of(day))


def _days_not_seen(look: Look) -> list[date]:
    """A day that was looked at on the next day too is done."""
    seen = look.seen_after
    return [day for day in look.days() if seen is None or look.morning_of(day) > seen - A_DAY]


def _whose_day(look: Look, cause: str, offset: int, period: int) -> Iterator[int]:
    people = Customer.objects.filter(
        look.of_theirs("pk"), last_purchase_at__gt=look.until - STILL_A_CUSTOMER
    ).annotate(turn=Mod(F("pk") * SPREAD, period))
    if look.automation is not None:
        there = Enrolment.objects.filter(automation=look.automation, customer=OuterRef("pk"), cause=cause)
        people = people.exclude(Exists(there))
    return people.filter(turn=offset).order_by("pk").values_list("pk", flat=True).iterator()


@trigger("complaint_closed")
def closed_complaints(look: Look) -> Iterator[Cause]:
    """We are done with a complaint, whether or not we could put it right."""
    done = (ComplaintState.CLOSED_RESOLVED, ComplaintState.CLOSED_UNRESOLVED)
    closed = Complaint.objects.filter(look.of_theirs(), state__in=done, customer__isnull=False)
    stretch = closed.filter(closed_at__gt=look.since, closed_at__lte=look.until).order_by("closed_at", "pk")
    for number, customer, at in stretch.values_list("pk", "customer_id", "closed_at"):
        if customer is not None and at is not None:
            yield Cause(customer, f"feedback.complaint:{number}", at)


@exit_when("reopened", _("The complaint was opened again"))
def reopened(enrolment: Enrolment, now: datetime) -> bool:
    return is_open_again(enrolment.cause)


def is_open_again(cause: str) -> bool:
    """Is the complaint behind this cause not closed (any more)?"""
    number = number_of(cause, Complaint)
    return not Complaint.objects.filter(pk=number, closed_at__isnull=False).exists()


def complains(customer_id: int) -> bool:
    """Is something open that they complained about?"""
    return Complaint.objects.open().filter(customer=customer_id).exists()
