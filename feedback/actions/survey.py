"""Surveys: brought along, put in other words, published, switched on and off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from customers.stale import refuse_stale
from engagement.actions.automation import make_automation, switch_off, switch_on
from engagement.actions.message import cancel_messages
from engagement.models import Automation
from feedback.models import Survey, SurveyKind, SurveyVersion
from feedback.questions import Question, read_all
from feedback.recipes import RECIPE_OF
from feedback.starters import STARTERS, Starter, mail_body, starters
from feedback.survey_gift import Gift


class SurveyAsksNothing(Exception):
    """There is no question in it."""


@dataclass(frozen=True)
class Wanted:
    """What may be changed about a survey; customers see it when it is published."""

    name: str
    intro: str
    mail_subject: str
    mail_body: str
    questions: Sequence[Question]
    thanks: Mapping[str, str] = field(default_factory=dict)
    gift: Gift | None = None
    shows_reviews: bool = False

    def values(self) -> dict[str, Any]:
        """Field names and values as the model has them."""
        return {
            **vars(self),
            "questions": [question.kept() for question in self.questions],
            "thanks": dict(self.thanks),
            "gift": self.gift.kept() if self.gift else {},
        }


@transaction.atomic
def install_starter_surveys(*, by: User | None) -> int:
    """A shop that has just opened gets the surveys it may begin with; how many were missing."""
    shop = ShopSettings.current()
    if shop is None:
        return 0
    there = set(Survey.objects.exclude(key="").values_list("key", flat=True))
    if len(there) >= len(STARTERS):
        return 0
    with translation.override(shop.language):
        rows = [survey_of(starter) for starter in starters() if starter.kind not in there]
    Survey.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        audit.record("survey.installed", by=by, counts={"surveys": len(rows)})
    return len(rows)


def survey_of(starter: Starter) -> Survey:
    """A starter as the shop's own, not written down yet."""
    wanted = Wanted(starter.name, starter.intro, starter.subject, mail_body(starter.kind), starter.questions)
    return Survey(key=starter.kind, kind=starter.kind, **wanted.values())


@transaction.atomic
def make_survey(wanted: Wanted, *, by: User | None) -> Survey:
    """A survey of our own, not published yet."""
    survey = Survey.objects.create(kind=SurveyKind.CUSTOM, created_by=by, **wanted.values())
    audit.record("survey.made", survey, by=by)
    return survey


@transaction.atomic
def edit_survey(survey: Survey, wanted: Wanted, *, version: int, by: User | None) -> Survey:
    """Change the draft. Raises SomebodyWasFaster when `version` is not the stored one."""
    survey = _locked(survey)
    refuse_stale(survey, version)
    values = wanted.values()
    changed = [name for name, value in values.items() if getattr(survey, name) != value]
    if changed:
        for name in changed:
            setattr(survey, name, values[name])
        survey.version += 1
        survey.save(update_fields=[*changed, "version"])
        audit.record("survey.edited", survey, by=by, fields=changed)
    return survey


@transaction.atomic
def translate_survey(
    survey: Survey, language: str, says: Mapping[str, str], *, version: int, by: User | None
) -> Survey:
    """Put its texts into another language; nothing said at all takes the language away.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    survey = _locked(survey)
    refuse_stale(survey, version)
    texts = survey.texts
    said = {key: {"of": texts[key], "says": words} for key, words in says.items() if words and key in texts}
    if said != survey.translations.get(language, {}):
        survey.translations = {**survey.translations, language: said}
        if not said:
            del survey.translations[language]
        survey.version += 1
        survey.save(update_fields=["translations", "version"])
        audit.record("survey.translated", survey, by=by, fields=["translations"])
    return survey


@transaction.atomic
def publish_survey(survey: Survey, *, by: User | None) -> SurveyVersion:
    """From now on customers are asked so; the same words again make no new version.

    Raises SurveyAsksNothing.
    """
    survey = _locked(survey)
    if not read_all(survey.questions):
        raise SurveyAsksNothing
    if survey.current is not None and not survey.has_news:
        return survey.current
    number = survey.versions.count() + 1
    published = SurveyVersion.objects.create(
        survey=survey, number=number, published_by=by, **survey.as_published
    )
    survey.current = published
    survey.save(update_fields=["current"])
    audit.record("survey.published", survey, by=by)
    return published


@transaction.atomic
def switch_survey_on(survey: Survey, *, by: User | None) -> Survey:
    """Customers are asked from now on: published as it stands, with its automation. Twice is once."""
    survey = _locked(survey)
    if survey.is_on:
        return survey
    survey.current = publish_survey(survey, by=by)
    survey.switched_on_at = timezone.now()
    survey.save(update_fields=["switched_on_at"])
    audit.record("survey.switched_on", survey, by=by)
    if recipe := RECIPE_OF.get(SurveyKind(survey.kind)):
        found = Automation.objects.filter(recipe=recipe).first() or make_automation(recipe, by=by)
        switch_on(found, by=by)
    return survey


@transaction.atomic
def switch_survey_off(survey: Survey, *, by: User | None) -> Survey:
    """Nobody is asked any more; what waits to leave is called off, and links that left still work."""
    survey = _locked(survey)
    if not survey.is_on:
        return survey
    survey.switched_on_at = None
    survey.save(update_fields=["switched_on_at"])
    for automation in Automation.objects.filter(recipe=RECIPE_OF.get(SurveyKind(survey.kind), "")):
        switch_off(automation, by=by)
    cancel_messages(purpose=f"survey.{survey.kind}", by=by)
    audit.record("survey.switched_off", survey, by=by)
    return survey


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(of=("self",)).select_related("current").get(pk=survey.pk)
