"""Surveys as automations: who is asked, when, and the step that asks."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import ConsentTopic
from engagement import arbiter
from engagement.models import Enrolment, Message, MessageClass
from engagement.recipes import RECIPES, Recipe, Step, register_recipe, wait
from engagement.steps import AT_ONCE, StepCannotBeDone, StepKind, register_step
from feedback.actions.invitation import Asking, SurveyIsOff, invite, mail_to_be
from feedback.models import Survey, SurveyKind
from feedback.triggers import LIKELY_RECIPE, USUAL_DAYS, complains

PURCHASE_RECIPE = "survey_purchase"
COMPLAINT_RECIPE = "survey_complaint"
RECIPE_OF = {
    SurveyKind.PURCHASE: PURCHASE_RECIPE,
    SurveyKind.LIKELY: LIKELY_RECIPE,
    SurveyKind.COMPLAINT: COMPLAINT_RECIPE,
}
# While something they complained about is open nobody is asked how it was; never longer.
PUT_OFF = timedelta(days=14)
STEP = "survey"


def ask(survey: str) -> Step:
    return {"kind": STEP, "survey": survey}


def find_survey(step: Step) -> Survey | None:
    """The survey a step names: by the key of its starter, or by number."""
    named = str(step.get("survey", ""))
    if not named:
        return None
    by_number = Survey.objects.filter(pk=named) if named.isdecimal() and len(named) < 19 else None
    return (Survey.objects.filter(key=named) if by_number is None else by_number).first()


def _ask(enrolment: Enrolment, step: Step, now: datetime) -> timedelta:
    survey = _survey_of(step)
    try:
        invite(enrolment.customer, survey, _asking(enrolment, survey, now), by=None)
    except SurveyIsOff as off:
        raise StepCannotBeDone(_("The survey is switched off.")) from off
    return AT_ONCE


def _mail_to_be(enrolment: Enrolment, step: Step) -> Message:
    survey = _survey_of(step)
    return mail_to_be(enrolment.customer, survey, _asking(enrolment, survey, enrolment.next_at))


def _survey_of(step: Step) -> Survey:
    if (survey := find_survey(step)) is None:
        raise StepCannotBeDone(_("The survey is gone."))
    return survey


def _asking(enrolment: Enrolment, survey: Survey, now: datetime) -> Asking:
    is_late = survey.kind != SurveyKind.COMPLAINT and complains(enrolment.customer_id)
    wait_for = PUT_OFF if is_late else AT_ONCE
    until = enrolment.next_at + timedelta(days=RECIPES[enrolment.automation.recipe].good_for_days) + wait_for
    return Asking(enrolment.cause, now + wait_for, until, is_by_clock=True)


def _fields() -> dict[str, forms.Field]:
    choices = [(row.key or str(row.pk), row.name) for row in Survey.objects.all()]
    return {"survey": forms.ChoiceField(label=gettext_lazy("Which survey"), choices=choices)}


def _words(step: Step) -> str:
    survey = find_survey(step)
    return _("ask: “%s”") % (survey.name if survey else step.get("survey", ""))


register_step(
    StepKind(
        STEP,
        gettext_lazy("Send a survey"),
        "clipboard-list",
        _words,
        _ask,
        _fields,
        sends_mail=True,
        foresee=_mail_to_be,
    )
)
register_recipe(
    Recipe(
        key=PURCHASE_RECIPE,
        name=gettext_lazy("How was it?"),
        words=gettext_lazy("After a purchase: five answers, one click."),
        trigger="purchase_of",
        steps=(wait(2), ask(SurveyKind.PURCHASE)),
        topic=ConsentTopic.FEEDBACK,
        message_class=MessageClass.SURVEY,
        priority=arbiter.SURVEY,
        stops_when=("refunded",),
        good_for_days=7,
        cap_days=30,
        settings={"category": ""},
    )
)
register_recipe(
    Recipe(
        key=LIKELY_RECIPE,
        name=gettext_lazy("Would you recommend us?"),
        words=gettext_lazy("Every customer of the last year once in a period, each on a day of their own."),
        trigger="survey_turn",
        steps=(ask(SurveyKind.LIKELY),),
        topic=ConsentTopic.FEEDBACK,
        message_class=MessageClass.SURVEY,
        priority=arbiter.SURVEY - 1,
        good_for_days=14,
        settings={"days": USUAL_DAYS},
    )
)
register_recipe(
    Recipe(
        key=COMPLAINT_RECIPE,
        name=gettext_lazy("Is it settled?"),
        words=gettext_lazy("After a complaint was closed, unless it was opened again."),
        trigger="complaint_closed",
        steps=(wait(2), ask(SurveyKind.COMPLAINT)),
        topic=ConsentTopic.FEEDBACK,
        message_class=MessageClass.SURVEY,
        priority=arbiter.COMPLAINT,
        stops_when=("reopened",),
        good_for_days=7,
    )
)
