"""Programs that are told what happens, as programs say it."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, OneOf, Several, Text
from engagement.forms.webhook import refuse_wrong_address
from engagement.webhooks.events import all_events
from engagement.webhooks.signature import is_good_secret

LONGEST = 500


class Address(Text):
    """Where it is told: on the open internet, over HTTPS."""

    def understood(self, value: Any) -> Any:
        address = str(value)
        if len(address) > LONGEST:
            raise ValidationError(_("This is too long."))
        try:
            refuse_wrong_address(address)
        except forms.ValidationError as problem:
            raise ValidationError(problem.messages) from None
        return address


class Secret(Text):
    """Chosen by whoever is told, and never shown again."""

    def understood(self, value: Any) -> Any:
        if not is_good_secret(str(value)):
            raise ValidationError(_("A secret is whsec_ and 24 to 64 random bytes in base64."))
        return str(value)


class Events(Several):
    """At least one of docs/webhooks.md."""

    def understood(self, value: Any) -> Any:
        if events := super().understood(value):
            return events
        raise ValidationError(_("This is required."))


class WebhookChange(Body):
    """Another name, another address, other events; the secret is renewed on its page."""

    name = Text(partial(cleaning.clean_text, longest=40), required=True)
    address = Address(str, required=True)
    events = Events(OneOf(lambda: {event.name: event.label for event in all_events()}), required=True)


class WebhookBody(WebhookChange):
    """Tell a program from now on."""

    secret = Secret(str, required=True)


class WebhookShown(serializers.Serializer[Any]):
    """Who is told of what; `paused_because` says why it is told nothing at the moment."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    address = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    paused_at = At(allow_null=True)
    paused_because = serializers.CharField()
    failing_since = At(allow_null=True)
    version = serializers.IntegerField()
    created_at = At()


class DeliveryShown(serializers.Serializer[Any]):
    """One telling: `number` is its webhook-id, `status` the last answer, `obstacle` what stood in the way."""

    id = serializers.IntegerField()
    number = serializers.UUIDField()
    event = serializers.CharField()
    about = serializers.CharField()
    state = serializers.CharField()
    attempts = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True)
    obstacle = serializers.CharField()
    happened_at = At()
    decided_at = At(allow_null=True)
