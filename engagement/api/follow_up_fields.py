"""A promise as programs read and write it."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, OneOf, Text, WholeNumber
from customers.api.reference_fields import ReferenceBody
from customers.models import Customer
from engagement.actions.follow_up import Promise, who_does_it
from engagement.api.fields import Clock, Colleague, CustomerNumber, Day
from engagement.models import FollowUp, RepeatUnit

OPEN, COMPLETED, DROPPED, ALL = "open", "completed", "dropped", "all"
A_YEAR = 365


class FollowUpBody(Body):
    """A new promise: to whom, what for, by when. Without `owner` whoever looks after them does it."""

    customer = ReferenceBody()
    reason = Text(partial(cleaning.clean_text, longest=200), required=True)
    due_on = Day(required=True)
    due_time = Clock()
    owner = Colleague()
    repeat_every = WholeNumber(1, A_YEAR)
    repeat_unit = OneOf(lambda: dict(RepeatUnit.choices))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A number and its unit come together."""
        if attrs.get("repeat_every") and not attrs.get("repeat_unit"):
            raise ValidationError({"repeat_unit": [_("Every so many what?")]})
        if attrs.get("repeat_unit") and not attrs.get("repeat_every"):
            raise ValidationError({"repeat_every": [_("This is required.")]})
        return attrs


class CompleteBody(Body):
    """What came of it, for the timeline."""

    note = Text(partial(cleaning.clean_note, longest=500))


class SnoozeBody(Body):
    """Until when."""

    until = Day(required=True)


class ReassignBody(Body):
    """Who does it from now on."""

    owner = Colleague(required=True)


class FollowUpNarrowing(Body):
    """What a list is narrowed by."""

    customer = CustomerNumber()
    owner = Colleague()
    state = OneOf(lambda: dict.fromkeys((OPEN, COMPLETED, DROPPED, ALL), ""))
    due_until = Day()


def state_of(follow_up: FollowUp) -> str:
    """In one word what two times say."""
    if follow_up.completed_at:
        return COMPLETED
    return DROPPED if follow_up.dropped_at else OPEN


class FollowUpShown(serializers.Serializer[Any]):
    """A promise. `promised_on` is the day it was first due; `owner` is the name of who does it."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    customer = serializers.IntegerField(source="customer_id")
    reason = serializers.CharField()
    due_on = serializers.DateField()
    due_time = serializers.TimeField(allow_null=True)
    promised_on = serializers.DateField()
    owner = serializers.CharField()
    repeat_every = serializers.IntegerField(allow_null=True)
    repeat_unit = serializers.CharField()
    state = serializers.SerializerMethodField()
    completed_at = At(allow_null=True)
    dropped_at = At(allow_null=True)
    created_at = At()

    def get_state(self, follow_up: Any) -> str:
        return state_of(follow_up)


def promise_of(given: dict[str, Any], customer: Customer) -> Promise:
    """The answers as the action takes them.

    Raises ValidationError where nobody works here who could do it.
    """
    owner = given.get("owner") or who_does_it(customer)
    if owner is None:
        raise ValidationError({"owner": [_("Nobody works here who could do it.")]})
    return Promise(
        reason=given["reason"],
        due_on=given["due_on"],
        owner=owner,
        due_time=given.get("due_time"),
        repeat_every=given.get("repeat_every"),
        repeat_unit=given.get("repeat_unit", ""),
    )
