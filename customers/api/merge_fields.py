"""Two records of one person, as programs read, judge and join them."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers.api.fields import At, OneOf, Text, WholeNumber
from customers.api.reference_fields import MOST_ROWS, ReferenceBody
from customers.likeness import is_exact, is_household
from customers.merging.choices import CHOICES, GONE, KEPT, LISTS, OWN
from customers.models import CustomField, Verdict


class WhoseWord(Text):
    """{"address": "gone"}: of which one the word stays, where the usual one is not wanted."""

    accepts = (dict,)

    def __init__(self, **options: Any) -> None:
        super().__init__(str, nothing={}, **options)

    def understood(self, value: Any) -> Any:
        own = {OWN + key for key in CustomField.objects.in_use().values_list("key", flat=True)}
        unknown = sorted(map(str, value.keys() - {*CHOICES, *LISTS} - own))
        if unknown:
            raise ValidationError(_("There is no such field: %s.") % ", ".join(unknown))
        if not all(side in (KEPT, GONE) for side in value.values()):
            raise ValidationError(_("This is not one of: %s.") % ", ".join((KEPT, GONE)))
        return value


class MergeBody(Body):
    """Who stays, who goes into them, and the `version` of each that was looked at."""

    kept = ReferenceBody()
    gone = ReferenceBody()
    kept_version = WholeNumber(1, MOST_ROWS, required=True)
    gone_version = WholeNumber(1, MOST_ROWS, required=True)
    choices = WhoseWord()


class MergeShown(serializers.Serializer[Any]):
    """Two who were put together. `gone` is the number that is no more, until it is taken apart again."""

    id = serializers.IntegerField()
    kept = serializers.IntegerField(source="kept_id")
    gone = serializers.IntegerField(source="gone_number")
    at = At()
    undone_at = At(allow_null=True)


class VerdictBody(Body):
    """Two people after all: strangers, or of one household."""

    verdict = OneOf(lambda: dict(Verdict.choices), required=True)


class DuplicateShown(serializers.Serializer[Any]):
    """Two records that may be one person, and what speaks for it and against it. `verdict`: what was said."""

    id = serializers.IntegerField()
    first = serializers.IntegerField(source="first_id")
    second = serializers.IntegerField(source="second_id")
    strength = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())
    is_exact = serializers.SerializerMethodField()
    is_household = serializers.SerializerMethodField()
    verdict = serializers.CharField()
    found_at = At()

    def get_is_exact(self, row: Any) -> bool:
        return is_exact(row.reasons)

    def get_is_household(self, row: Any) -> bool:
        return is_household(row.reasons)
