"""When somebody's turn has come for the rare question: everybody has a day of their own in each period.

So the answers of a period are spread over it, and the shop hears from a few people each day.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Mod
from django.utils import timezone

from customers.models import Customer
from engagement.models import Enrolment
from engagement.triggers import A_DAY, Cause, Look, trigger

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
