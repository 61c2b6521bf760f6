"""Surveys and answers as programs read them, and the body that asks a customer."""

from functools import partial
from typing import Any

from rest_framework import serializers

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, OneOf, Text
from customers.api.reference_fields import ReferenceBody
from engagement.api.fields import CustomerNumber
from feedback.models import Response, Survey
from feedback.questions import Band


class QuestionShown(serializers.Serializer[Any]):
    """One question of the published version; answers name it by its key."""

    key = serializers.CharField()
    shape = serializers.CharField()
    words = serializers.CharField()
    is_required = serializers.BooleanField()
    options = serializers.DictField(child=serializers.CharField())

    def to_representation(self, question: Any) -> dict[str, Any]:
        names = ("key", "shape", "words", "is_required")
        options = {option.key: option.words for option in question.options}
        return {name: getattr(question, name) for name in names} | {"options": options}


class SurveyShown(serializers.Serializer[Any]):
    """A survey as customers see it now; without questions before it is published."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    is_on = serializers.BooleanField()
    number = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()

    def get_number(self, survey: Survey) -> int | None:
        """Of the published version."""
        return survey.current.number if survey.current else None

    def get_questions(self, survey: Survey) -> list[dict[str, Any]]:
        asked = survey.current.asked if survey.current else ()
        return [QuestionShown().to_representation(question) for question in asked]


class ResponseNarrowing(Body):
    """What a list is narrowed by."""

    customer = CustomerNumber()
    survey = CustomerNumber()
    band = OneOf(lambda: {band.value: band.value for band in Band})


class ResponseShown(serializers.Serializer[Any]):
    """An answer. What is not confirmed, or set aside with a reason, counts nowhere."""

    id = serializers.IntegerField()
    survey = serializers.IntegerField(source="survey_id")
    version = serializers.IntegerField(source="version.number")
    customer = serializers.IntegerField(source="customer_id", allow_null=True)
    channel = serializers.CharField()
    cause = serializers.SerializerMethodField()
    score = serializers.IntegerField(allow_null=True)
    band = serializers.CharField()
    comment = serializers.CharField()
    answers = serializers.SerializerMethodField()
    evidence = serializers.IntegerField()
    confirmed_at = At(allow_null=True)
    completed_at = At(allow_null=True)
    changed_at = At()
    wants_call_at = At(allow_null=True)
    invalid_at = At(allow_null=True)
    invalid_reason = serializers.CharField()

    def get_cause(self, response: Response) -> str:
        """Why they were asked; empty when nobody had invited them."""
        return response.invitation.cause if response.invitation else ""

    def get_answers(self, response: Response) -> dict[str, Any]:
        """By the keys of the questions."""
        rows = response.answers.all()
        return {row.question: row.text or row.options or row.number for row in rows}


class InvitationBody(Body):
    """Whom to ask, by which survey (its key, or its number), and why: the same cause never asks twice."""

    survey = Text(partial(cleaning.clean_text, longest=40), required=True)
    customer = ReferenceBody(required=True)
    cause = Text(partial(cleaning.clean_text, longest=100), required=True)


class InvitationShown(serializers.Serializer[Any]):
    """An invitation; its mail tells what became of it. The link is the customer's alone."""

    id = serializers.IntegerField()
    survey = serializers.IntegerField(source="survey_id")
    customer = serializers.IntegerField(source="customer_id")
    cause = serializers.CharField()
    message = serializers.IntegerField(source="message_id", allow_null=True)
    created_at = At()
    expires_at = At()
