"""Customers who say that we handled their complaint badly: whoever leads hears of it, once an answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from crm.shop.models import ShopSettings
from engagement.late_fields import number_of
from engagement.places import Places
from feedback.actions.complaint_event import locked
from feedback.actions.complaint_reminder import remind_people
from feedback.complaint_ladder import Rung, Whom
from feedback.models import Answer, Complaint, ComplaintEvent, Response, SurveyKind

HANDLING, LOW = "handling", 2
LOOKED_BACK = timedelta(days=30)
AT_A_TIME = 200


def unheard_ratings(now: datetime) -> list[int]:
    """The numbers of answers that rate how we handled it low and stand in no log yet, the oldest first."""
    low = Answer.objects.filter(
        question=HANDLING,
        number__lte=LOW,
        response__survey__kind=SurveyKind.COMPLAINT,
        response__confirmed_at__gte=now - LOOKED_BACK,
        response__invalid_at=None,
    )
    numbers = low.order_by("response_id").values_list("response_id", flat=True)
    steps = {step_of(number): number for number in numbers}
    heard = set(ComplaintEvent.objects.filter(step__in=steps).values_list("step", flat=True))
    return [number for step, number in steps.items() if step not in heard][:AT_A_TIME]


@transaction.atomic
def hear_rating(response_id: int, *, now: datetime) -> Complaint | None:
    """A line in the log, and a mail to whoever leads: it may have to be opened again. Twice is once."""
    response = Response.objects.select_related("invitation").get(pk=response_id)
    number = number_of(response.invitation.cause, Complaint) if response.invitation else 0
    found = Complaint.objects.filter(pk=number).first()
    if found is None:
        return None
    complaint, step = locked(found), step_of(response_id)
    if not complaint.events.filter(step=step).exists():
        shop = ShopSettings.objects.get()
        words = _("they say that we handled it badly: look whether it has to be opened again")
        with translation.override(shop.language):
            hours = Places(shop).hours_of(complaint.location_id)
            remind_people(complaint, [Rung(step, now, Whom.LEAD, words)], hours=hours, now=now)
    return complaint


def step_of(response_id: int) -> str:
    """What names the answer in the log."""
    return f"{HANDLING}:{response_id}"
