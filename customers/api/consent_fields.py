"""What somebody said yes or no to, as programs tell and read it."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers import cleaning
from customers.actions.consent import Answer
from customers.api.fields import At, Moment, OneOf, Text
from customers.models import ConsentChannel, ConsentTopic
from customers.models.consent import LONGEST_SOURCE

YES, NO = "yes", "no"


class ConsentBody(Body):
    """One answer to one question: by which channel, about what, yes or no, and how they were asked."""

    channel = OneOf(lambda: dict(ConsentChannel.choices), required=True)
    topic = OneOf(lambda: dict(ConsentTopic.choices), required=True)
    answer = OneOf(lambda: dict.fromkeys((YES, NO), ""), required=True)
    wording = Text(partial(cleaning.clean_note, longest=2000))
    source = Text(partial(cleaning.clean_text, longest=LONGEST_SOURCE))  # type: ignore[assignment]
    proof = Text(partial(cleaning.clean_text, longest=120))
    at = Moment()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A yes is one to something."""
        if attrs["answer"] == YES and not attrs.get("wording"):
            raise ValidationError({"wording": [_("A yes needs the words they said yes to.")]})
        return attrs


class ConsentShown(serializers.Serializer[Any]):
    """One answer. Only one with `stands` counts today; what stands is for the shop to say, not the newest."""

    id = serializers.IntegerField()
    customer = serializers.IntegerField(source="customer_id")
    channel = serializers.CharField()
    topic = serializers.CharField()
    answer = serializers.SerializerMethodField()
    stands = serializers.BooleanField()
    wording = serializers.CharField()
    wording_version = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    proof = serializers.CharField()
    at = At()
    recorded_at = At()

    def get_answer(self, row: Any) -> str:
        return YES if row.is_given else NO


def answer_of(given: dict[str, Any], program: str) -> Answer:
    """The answer as the action takes it.

    Raises ValidationError for a source that would be cut off behind the name of the program.
    """
    source = given.get("source", "")
    room = max(0, LONGEST_SOURCE - len(f"{program}, "))
    if len(source) > room:
        raise ValidationError({"source": [_("This is too long (at most %d characters).") % room]})
    return Answer(
        channel=given["channel"],
        topic=given["topic"],
        is_given=given["answer"] == YES,
        source=source,
        wording=given.get("wording", ""),
        at=given.get("at"),
        proof=given.get("proof", ""),
    )
