"""An address we do not write to, as programs read and write it."""

from functools import partial
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, OneOf, Text
from engagement.models import SuppressionReason, SuppressionScope

REASON = partial(cleaning.clean_text, longest=200)
STANDING, LIFTED = "standing", "lifted"


class SuppressionBody(Body):
    """One address, as by hand: what it shall not get, and why."""

    address = Text(cleaning.clean_email, required=True)
    scope = OneOf(lambda: dict(SuppressionScope.choices))
    note = Text(REASON, required=True)


class LiftBody(Body):
    """Why we may write again."""

    because = Text(REASON, required=True)


class SuppressionNarrowing(Body):
    """What a list is narrowed by."""

    address = Text(cleaning.clean_email)
    reason = OneOf(lambda: dict(SuppressionReason.choices))
    state = OneOf(lambda: dict.fromkeys((STANDING, LIFTED), ""))


class SuppressionShown(serializers.Serializer[Any]):
    """An address by its hint: the address itself is not kept. `is_standing` is what counts."""

    id = serializers.IntegerField()
    address_hint = serializers.CharField()
    scope = serializers.CharField()
    reason = serializers.CharField()
    note = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    at = At()
    until = At(allow_null=True)
    is_standing = serializers.SerializerMethodField()
    lifted_at = At(allow_null=True)
    lifted_because = serializers.CharField()

    def get_is_standing(self, row: Any) -> bool:
        return row.lifted_at is None and (row.until is None or row.until > timezone.now())
