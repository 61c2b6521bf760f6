"""Surveys: to begin with, in other words, published and switched."""

import pytest
from django.db import DatabaseError, transaction

from crm.shop.models import AuditEntry
from customers.stale import SomebodyWasFaster
from engagement.models import Automation, Message, MessageState
from feedback.actions.invitation import Asking, invite
from feedback.actions.survey import (
    SurveyAsksNothing,
    Wanted,
    edit_survey,
    install_starter_surveys,
    make_survey,
    publish_survey,
    switch_survey_off,
    switch_survey_on,
)
from feedback.models import Survey, SurveyVersion
from feedback.questions import Question, Shape

ASKED = (Question("q1", Shape.STARS, "How was the tasting?"),)


def wanted(**more) -> Wanted:
    values = {"name": "Tasting", "intro": "", "mail_subject": "Tea", "mail_body": "[[survey]]"}
    return Wanted(**{**values, "questions": ASKED, **more})


def verbs() -> list[str]:
    return sorted(AuditEntry.objects.filter(verb__startswith="survey.").values_list("verb", flat=True))


def test_starters_come_once(shop):
    assert (install_starter_surveys(by=None), install_starter_surveys(by=None)) == (4, 0)

    assert set(Survey.objects.values_list("key", flat=True)) == {"purchase", "likely", "complaint", "pulse"}
    assert not Survey.objects.switched_on().exists()


def test_publish_survey_twice_makes_one_version(shop, olga):
    survey = make_survey(wanted(), by=olga)

    assert publish_survey(survey, by=olga) == publish_survey(survey, by=olga)

    assert (SurveyVersion.objects.count(), verbs()) == (1, ["survey.made", "survey.published"])


def test_edit_survey_leaves_what_was_published_alone(shop, olga):
    survey = make_survey(wanted(), by=olga)
    first = publish_survey(survey, by=olga)

    survey = edit_survey(survey, wanted(intro="Last Friday"), version=1, by=olga)

    assert survey.has_news
    second = publish_survey(survey, by=olga)
    assert (first.intro, second.intro, second.number) == ("", "Last Friday", 2)
    with pytest.raises(SomebodyWasFaster):
        edit_survey(survey, wanted(name="Other"), version=1, by=olga)


def test_a_published_version_refuses_to_change_even_to_the_database(shop, olga):
    version = publish_survey(make_survey(wanted(), by=olga), by=olga)

    with pytest.raises(DatabaseError), transaction.atomic():
        SurveyVersion.objects.filter(pk=version.pk).update(questions=[])


def test_a_survey_without_questions_is_not_published(shop, olga):
    empty = make_survey(wanted(questions=()), by=olga)

    with pytest.raises(SurveyAsksNothing):
        switch_survey_on(empty, by=olga)


def test_switching_brings_the_automation_along_and_calls_off_what_waits(survey, anna, olga):
    assert Automation.objects.get(recipe="survey_purchase").is_on
    invite(anna, survey, Asking("one"), by=None)

    for _ in range(2):
        switch_survey_off(survey, by=olga)

    assert not Automation.objects.get().is_on
    assert Message.objects.get().state == MessageState.CANCELLED
    assert verbs().count("survey.switched_off") == 1
