"""A mail of the outbox as programs read it."""

from typing import Any

from rest_framework import serializers

from crm.shop.api.reading import Body
from customers.api.fields import At, OneOf
from engagement.api.fields import CustomerNumber
from engagement.models import Message, MessageClass, MessageState, SkipReason
from engagement.public_links import blur_links


class MessageNarrowing(Body):
    """What a list is narrowed by."""

    customer = CustomerNumber()
    state = OneOf(lambda: dict(MessageState.choices))
    message_class = OneOf(lambda: dict(MessageClass.choices))
    skip_reason = OneOf(lambda: dict(SkipReason.choices))


class MessageShown(serializers.Serializer[Any]):
    """A mail without its words. Where it was not sent, `skip_reason` says why, and `why_not` in words."""

    id = serializers.IntegerField()
    customer = serializers.IntegerField(source="customer_id", allow_null=True)
    to_email = serializers.CharField()
    message_class = serializers.CharField()
    topic = serializers.CharField()
    purpose = serializers.CharField()
    about = serializers.CharField()
    state = serializers.CharField()
    skip_reason = serializers.CharField()
    why_not = serializers.CharField(source="get_skip_reason_display")
    problem = serializers.CharField()
    attempts = serializers.IntegerField()
    is_captured = serializers.BooleanField()
    not_before = At()
    expires_at = At(allow_null=True)
    created_at = At()
    decided_at = At(allow_null=True)


class EventShown(serializers.Serializer[Any]):
    """What became of it after it left."""

    kind = serializers.CharField()
    at = At()


class Words(serializers.Serializer[Any]):
    """As it left; empty until then. Links that only the customer may open are a `#`."""

    subject = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    html = serializers.SerializerMethodField()

    def get_subject(self, message: Message) -> str:
        return blur_links(message.subject)

    def get_text(self, message: Message) -> str:
        return blur_links(message.text)

    def get_html(self, message: Message) -> str:
        return blur_links(message.html)


class MessageWhole(MessageShown):
    """A mail. `words` is null for a key that may not read them."""

    events = EventShown(many=True)
    words = Words(source="*", allow_null=True)
