"""What the clock does on this floor. Tasks carry ids only; running one twice changes nothing."""

import logging

from celery import shared_task
from django.utils import timezone

from feedback.actions import (
    complaint_rating,
    complaint_reminder,
    complaint_reply,
    decision_letter,
    root_cause,
)
from feedback.actions.praise import find_praise as find
from feedback.actions.pulse import begin_pulse as begin
from feedback.actions.review_link import try_links
from feedback.actions.survey import install_starter_surveys as install
from feedback.link_check import answer_of
from feedback.models import Complaint, DecisionLetter
from feedback.reminders import remind_those_who_forgot

logger = logging.getLogger(__name__)
AT_A_TIME = 500


@shared_task
def remind_of_complaints() -> None:
    """Remind those who have to act; one that fails stops no other."""
    now = timezone.now()
    for number in list(Complaint.objects.to_look_at(now).values_list("pk", flat=True)[:AT_A_TIME]):
        try:
            complaint_reminder.remind_of_complaint(number, now=now)
        except Exception:
            logger.exception("reminder_failed complaint=%s", number)


@shared_task
def hear_of_complaints() -> None:
    """What customers answered to our mails about complaints; one that fails stops no other."""
    for number in complaint_reply.unheard_replies(timezone.now()):
        try:
            complaint_reply.hear_reply(number)
        except Exception:
            logger.exception("reply_failed mail=%s", number)


@shared_task
def hear_of_handling() -> None:
    """Who says that we handled their complaint badly; one that fails stops no other."""
    now = timezone.now()
    for number in complaint_rating.unheard_ratings(now):
        try:
            complaint_rating.hear_rating(number, now=now)
        except Exception:
            logger.exception("rating_failed response=%s", number)


@shared_task
def refresh_complaint_clocks() -> None:
    """The calendar may have changed: work out anew what is due."""
    complaint_reminder.refresh_clocks()


@shared_task
def install_starter_surveys() -> None:
    """A shop that has just opened gets the surveys it may begin with."""
    install(by=None)


@shared_task
def remind_about_surveys() -> None:
    """Ask once more those whom a survey reached and who did nothing yet."""
    remind_those_who_forgot(timezone.now())


@shared_task
def install_starter_causes() -> None:
    """A shop that has just opened gets the causes of complaints it may begin with."""
    root_cause.install_starter_causes(by=None)


@shared_task
def draw_letter(letter_id: int) -> None:
    """Put the letter of a decision on paper."""
    decision_letter.draw_letter(letter_id)


@shared_task
def draw_letters() -> None:
    """Those whose bell got lost; one that fails stops no other."""
    for number in list(DecisionLetter.objects.filter(pdf=None).values_list("pk", flat=True)[:AT_A_TIME]):
        try:
            decision_letter.draw_letter(number)
        except Exception:
            logger.exception("letter_failed letter=%s", number)


@shared_task
def begin_pulse() -> None:
    """Each month asks those who work here one question."""
    begin()


@shared_task
def find_praise() -> None:
    """Who was named in good words."""
    find(timezone.now())


@shared_task
def try_review_links() -> None:
    """Do the addresses still answer where people write about us? Only where the shop wants to know."""
    try_links(timezone.now(), answer_of)
