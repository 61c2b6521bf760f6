"""May this survey be sent now? Asked at the moment of sending: nobody is asked too often (throttle)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from engagement.addresses import address_hash
from engagement.eligibility import address_for
from engagement.late_fields import number_in
from engagement.models import Automation, Message, MessageClass, MessageState, SkipReason
from engagement.still_true import asks_before_sending
from feedback.actions.invitation import GOOD_FOR, PURPOSE, REMINDER
from feedback.models import Invitation, Survey, SurveyKind
from feedback.one_of_us import is_one_of_us
from feedback.triggers import LIKELY_RECIPE, is_open_again, next_turn

ANY_SURVEY = timedelta(days=30)
# The survey after a complaint and the question whether it is still right ask the same.
ONE_COMPLAINT = timedelta(days=7)
CHECK = "automation.complaint_check"
# The same survey again.
SAME_SURVEY = {SurveyKind.LIKELY: timedelta(days=90)}


@asks_before_sending(PURPOSE)
def why_not_asked(message: Message, now: datetime) -> SkipReason | None:
    """The survey is off, they have answered, they are one of us, or they were asked lately."""
    invitation = _invitation_of(message, now)
    if invitation is None or not invitation.survey.is_on or invitation.expires_at <= now:
        return SkipReason.NO_LONGER_TRUE
    if invitation.is_used or hasattr(invitation, "response"):
        return SkipReason.NO_LONGER_TRUE
    if is_one_of_us(invitation.customer_id):
        return SkipReason.ONE_OF_US
    if invitation.survey.kind == SurveyKind.COMPLAINT:
        return _settled_otherwise(invitation.cause, now)
    if message.purpose == REMINDER:  # it belongs to its mail
        return None
    return _asked_lately(message, invitation, now) or _kept_for_another(invitation, now)


def _settled_otherwise(complaint: str, now: datetime) -> SkipReason | None:
    """It was opened again, or they were asked in the other way. One that is only foreseen has none."""
    if complaint and is_open_again(complaint):
        return SkipReason.NO_LONGER_TRUE
    asked = Message.objects.filter(purpose=CHECK, about=complaint)
    return SkipReason.ASKED_LATELY if complaint and _has_left(asked, now) else None


@asks_before_sending(CHECK)
def why_not_checked(message: Message, now: datetime) -> SkipReason | None:
    """The survey about the same complaint left in these days."""
    asked = Message.objects.filter(
        purpose=f"{PURPOSE}{SurveyKind.COMPLAINT}", survey_invitation__cause=message.about
    )
    return SkipReason.ASKED_LATELY if message.about and _has_left(asked, now) else None


def _has_left(messages: QuerySet[Message], now: datetime) -> bool:
    left = messages.filter(is_test=False, state=MessageState.SENT)
    return left.filter(decided_at__gt=now - ONE_COMPLAINT).exists()


def _invitation_of(message: Message, now: datetime) -> Invitation | None:
    """The one it brings; of a mail that is only foreseen, the one it would bring."""
    if number := number_in(message, Survey):
        survey = Survey.objects.get(pk=number)
        return Invitation(survey=survey, customer=message.customer, expires_at=now + GOOD_FOR)
    found = Invitation.objects.select_related("survey", "response")
    return found.filter(pk=number_in(message, Invitation)).first()


def _asked_lately(message: Message, invitation: Invitation, now: datetime) -> SkipReason | None:
    """Any survey within a month, this one within its own time, or anybody else at the same address."""
    same = SAME_SURVEY.get(SurveyKind(invitation.survey.kind), ANY_SURVEY)
    asked = Message.objects.real().filter(message_class=MessageClass.SURVEY, state=MessageState.SENT)
    asked = asked.filter(decided_at__gt=now - same).exclude(purpose=REMINDER).exclude(pk=message.pk)
    theirs = list(asked.filter(customer=invitation.customer_id).values_list("purpose", "decided_at"))
    if any(purpose == message.purpose or at > now - ANY_SURVEY for purpose, at in theirs if at):
        return SkipReason.ASKED_LATELY
    address = address_for(message, message.customer)
    at_home = asked.filter(to_hash=address_hash(address), decided_at__gt=now - ANY_SURVEY)
    return SkipReason.HOME_ASKED_LATELY if address and at_home.exists() else None


def _kept_for_another(invitation: Invitation, now: datetime) -> SkipReason | None:
    """The rare question goes before the frequent one, or it would never have its turn."""
    if invitation.survey.kind != SurveyKind.PURCHASE:
        return None
    rare = Automation.objects.filter(recipe=LIKELY_RECIPE, is_on=True).first()
    if rare is None:
        return None
    is_near = next_turn(invitation.customer_id, rare.settings, now) <= now + ANY_SURVEY
    return SkipReason.KEPT_FOR_ANOTHER if is_near else None
