"""A question as programs read and write it."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, Moment, OneOf, Place, Text, YesNo
from customers.api.reference_fields import ReferenceBody, customer_of
from customers.models import Channel
from engagement.actions.enquiry import Asked
from engagement.api.fields import Colleague, CustomerNumber
from engagement.forms.enquiry import BY_HAND, BY_MAIL, LONGEST
from engagement.models import EnquiryState

WORDS = partial(cleaning.clean_note, longest=LONGEST)


class EnquiryBody(Body):
    """A question as it came: from a customer, or from somebody nobody knows yet."""

    question = Text(WORDS, required=True)
    channel = OneOf(lambda: dict(Channel.choices))
    customer = ReferenceBody(required=False, allow_null=True)
    sender_name = Text(partial(cleaning.clean_text, longest=120))
    sender_email = Text(cleaning.clean_email)
    sender_phone = Text(partial(cleaning.clean_text, longest=30))
    location = Place()
    owner = Colleague()
    received_at = Moment()


class AnswerBody(Body):
    """Our answer, and how it reaches them: by mail, or as it was given already."""

    text = Text(WORDS)
    how = OneOf(lambda: {BY_MAIL: "", **dict.fromkeys(dict(BY_HAND), "")}, required=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What was said at the counter may go without words."""
        if attrs["how"] == BY_MAIL and not attrs.get("text"):
            raise ValidationError({"text": [_("A mail needs words.")]})
        return attrs


class CloseBody(Body):
    """Whether anybody asked anything at all."""

    is_spam = YesNo()


class EnquiryNarrowing(Body):
    """What a list is narrowed by."""

    customer = CustomerNumber()
    owner = Colleague()
    state = OneOf(lambda: dict(EnquiryState.choices))


class EnquiryShown(serializers.Serializer[Any]):
    """A question. It waits until `answer_by`; `answer` is the latest one. `customer` may be null."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    customer = serializers.IntegerField(source="customer_id", allow_null=True)
    sender_name = serializers.CharField()
    sender_email = serializers.CharField()
    sender_phone = serializers.CharField()
    channel = serializers.CharField()
    question = serializers.CharField()
    state = serializers.CharField()
    location = serializers.CharField(allow_null=True)
    owner = serializers.CharField(allow_null=True)
    received_at = At()
    waiting_since = At()
    answer_by = At()
    first_answered_at = At(allow_null=True)
    answered_at = At(allow_null=True)
    answer = serializers.CharField()
    closed_at = At(allow_null=True)
    reopened_count = serializers.IntegerField()


def asked_of(given: dict[str, Any], source: str) -> Asked:
    """The answers as the action takes them."""
    names = ("sender_name", "sender_email", "sender_phone")
    return Asked(
        question=given["question"],
        channel=given.get("channel") or Channel.WEB,
        customer=customer_of(given["customer"], source) if given.get("customer") else None,
        location=given.get("location"),
        owner=given.get("owner"),
        received_at=given.get("received_at"),
        **{name: given.get(name, "") for name in names},
    )
