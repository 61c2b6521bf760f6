"""Asking a customer: an invitation and its mail in one step, and one reminder."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import ConsentTopic, Customer
from engagement import arbiter
from engagement.actions.message import Draft, plan_message, row_of
from engagement.models import Message, MessageClass
from feedback.models import Invitation, Survey
from feedback.page_words import say
from feedback.served import served_for
from feedback.survey_translation import chosen_language

GOOD_FOR = timedelta(days=30)
# A mail that could not leave for so long asks about something they have forgotten.
STALE_AFTER = timedelta(days=7)
PURPOSE = "survey."
REMINDER = f"{PURPOSE}reminder"
REMINDER_WORDS = gettext_lazy(
    "Hello {{ first_name|there }},\n\n"
    "a few days ago we asked you how it was. If you have half a minute: one click is enough."
    " If not, that is fine, and we shall not ask again."
)


class SurveyIsOff(Exception):
    """It was never published, or the shop has switched it off."""


@dataclass(frozen=True)
class Asking:
    """Why and when somebody is asked: the same cause never asks twice."""

    cause: str
    not_before: datetime | None = None
    until: datetime | None = None
    is_by_clock: bool = False  # it asks by the thousand, and writes no line of history for each


@transaction.atomic
def invite(customer: Customer, survey: Survey, asking: Asking, *, by: User | None) -> Invitation:
    """Put the mail into the outbox, once for a cause. Raises SurveyIsOff."""
    if not survey.is_on or survey.current_id is None:
        raise SurveyIsOff
    now = timezone.now()
    invitation, is_new = Invitation.objects.get_or_create(
        survey=survey,
        customer=customer,
        cause=asking.cause[:120],
        defaults={
            "version_id": survey.current_id,
            "expires_at": now + GOOD_FOR,
            **served_for(asking.cause),
        },
    )
    if is_new:
        subject, body = _words_for(customer, survey)
        draft = _draft(invitation, f"{PURPOSE}{survey.kind}", subject, body, asking)
        invitation.message = plan_message(draft, customer=customer, by=by)
        invitation.save(update_fields=["message"])
        if not asking.is_by_clock:
            audit.record("survey.asked", survey, by=by)
    return invitation


def mail_to_be(customer: Customer, survey: Survey, asking: Asking) -> Message:
    """The mail of an invitation that nobody has made yet: it is planned nowhere, and about the survey."""
    return row_of(
        Draft(
            dedupe_key="",
            message_class=MessageClass.SURVEY,
            topic=ConsentTopic.FEEDBACK,
            purpose=f"{PURPOSE}{survey.kind}",
            about=audit.label(survey),
            subject=survey.name,
            priority=arbiter.SURVEY,
            not_before=asking.not_before,
            expires_at=asking.until,
        ),
        customer,
    )


@transaction.atomic
def remind(invitation: Invitation, *, by: User | None) -> Invitation:
    """Ask once more, in other words; never a third time."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("survey", "customer", "version")
        .get(pk=invitation.pk)
    )
    if invitation.reminder_id is None:
        with translation.override(_language_of(invitation) or translation.get_language()):
            subject, body = say(_("One question is still open")), f"{say(REMINDER_WORDS)}\n\n[[survey]]"
        draft = _draft(invitation, REMINDER, subject, body, Asking(invitation.cause))
        invitation.reminder = plan_message(draft, customer=invitation.customer, by=by)
        invitation.save(update_fields=["reminder"])
        if by is not None:
            audit.record("survey.reminded", invitation.survey, by=by)
    return invitation


def _draft(invitation: Invitation, purpose: str, subject: str, body: str, asking: Asking) -> Draft:
    return Draft(
        dedupe_key=f"{purpose}:{invitation.pk}",
        message_class=MessageClass.SURVEY,
        topic=ConsentTopic.FEEDBACK,
        purpose=purpose,
        about=audit.label(invitation),
        subject=subject,
        body=body,
        priority=arbiter.SURVEY,
        not_before=asking.not_before,
        expires_at=asking.until or timezone.now() + STALE_AFTER,
    )


def _language_of(invitation: Invitation) -> str:
    """Another than the shop's, when the version speaks it whole."""
    wish = invitation.customer.language
    return chosen_language(invitation.version.translations, wish, otherwise="")


def _words_for(customer: Customer, survey: Survey) -> tuple[str, str]:
    """Subject and body in the language in which they will see the page."""
    there = survey.current.translations if survey.current else {}
    words = there.get(chosen_language(there, customer.language, otherwise=""), {})
    return words.get("mail_subject", survey.mail_subject), words.get("mail_body", survey.mail_body)
