"""May this survey be sent now? Asked at the moment of sending: nobody is asked too often (throttle)."""

from datetime import datetime, timedelta

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
        is_open = bool(invitation.cause) and is_open_again(invitation.cause)
        return SkipReason.NO_LONGER_TRUE if is_open else None
    if message.purpose == REMINDER:  # it belongs to its mail
        return None
    return _asked_lately(message, invitation, now) or _kept_for_another(invitation, now)


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
