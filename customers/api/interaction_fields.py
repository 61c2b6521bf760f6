"""A line of the timeline as programs read and write it."""

from functools import partial
from typing import Any

from rest_framework import serializers

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, Moment, OneOf, Place, Text, WholeNumber
from customers.kinds import kinds_by_hand
from customers.models import Channel, Direction, Mood

A_DAY = 1440


class InteractionChange(Body):
    """What can be corrected."""

    kind = OneOf(lambda: {kind.key: kind.label for kind in kinds_by_hand()})
    at = Moment()
    text = Text(cleaning.clean_note)
    direction = OneOf(lambda: dict(Direction.choices))
    channel = OneOf(lambda: dict(Channel.choices))
    mood = OneOf(lambda: dict(Mood.choices))
    outcome = Text(partial(cleaning.clean_text))
    minutes = WholeNumber(0, A_DAY)
    location = Place()


class InteractionBody(InteractionChange):
    """A new line; its kind is enough, and without `at` it is now."""

    kind = OneOf(lambda: {kind.key: kind.label for kind in kinds_by_hand()}, required=True)


class InteractionShown(serializers.Serializer[Any]):
    """A line of the timeline. One with `about` belongs to something else and changes only there."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    customer = serializers.IntegerField(source="customer_id")
    kind = serializers.CharField()
    at = At()
    text = serializers.CharField()
    direction = serializers.CharField()
    channel = serializers.CharField()
    mood = serializers.CharField()
    outcome = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)
    location = serializers.CharField(allow_null=True)
    about = serializers.CharField()
    is_withdrawn = serializers.SerializerMethodField()

    def get_is_withdrawn(self, line: Any) -> bool:
        return line.withdrawn_at is not None
