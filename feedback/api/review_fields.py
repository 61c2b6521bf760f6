"""A review and an improvement as programs read and write them."""

from functools import partial
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, OneOf, Text, WholeNumber
from engagement.api.fields import CustomerNumber, Day
from feedback.forms.review import LONGEST
from feedback.models import ImprovementState, ReviewPlatform, ReviewState
from feedback.review_reading import Written

WRITTEN = ("text", "author", "score", "written_on", "external_id")


class ReviewBody(Body):
    """A review as it stands there; `platform` is the name of a place where people write."""

    platform = Text(cleaning.clean_text, required=True)
    text = Text(partial(cleaning.clean_note, longest=LONGEST))
    author = Text(partial(cleaning.clean_text, longest=120))
    score = WholeNumber(1, 5)
    written_on = Day()
    external_id = Text(cleaning.clean_text)

    def validate_platform(self, name: str) -> ReviewPlatform:
        """One that is in use."""
        platform = ReviewPlatform.objects.in_use().filter(name=name).first()
        if platform is None:
            names = ReviewPlatform.objects.in_use().values_list("name", flat=True)
            raise ValidationError(", ".join(names) or "-")
        return platform


class ReviewNarrowing(Body):
    """What a list is narrowed by."""

    customer = CustomerNumber()
    state = OneOf(lambda: dict(ReviewState.choices))


class ReviewShown(serializers.Serializer[Any]):
    """A review. `customer` is set when a person has said whose it is, and never by a guess."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    platform = serializers.CharField()
    external_id = serializers.CharField()
    author = serializers.CharField()
    score = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()
    address = serializers.CharField()
    written_on = serializers.DateField()
    customer = serializers.IntegerField(source="customer_id", allow_null=True)
    state = serializers.CharField()
    reply_by = At()
    reply = serializers.CharField()
    replied_at = At(allow_null=True)


class ImprovementNarrowing(Body):
    """What a list is narrowed by."""

    state = OneOf(lambda: dict(ImprovementState.choices))


class ImprovementShown(serializers.Serializer[Any]):
    """An improvement; `baseline_from` and `baseline_until` are the weeks it is compared with."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    problem = serializers.CharField()
    owner = serializers.CharField(allow_null=True)
    effort = serializers.IntegerField()
    state = serializers.CharField()
    reason = serializers.CharField()
    baseline_from = serializers.DateField(allow_null=True)
    baseline_until = serializers.DateField(allow_null=True)
    live_on = serializers.DateField(allow_null=True)
    public_words = serializers.CharField()
    is_public = serializers.SerializerMethodField()

    def get_is_public(self, improvement: Any) -> bool:
        """Can everybody read it?"""
        return improvement.public_at is not None


def written_of(given: dict[str, Any]) -> Written:
    """The answers as the action takes them."""
    return Written(**{name: given[name] for name in WRITTEN if given.get(name) not in (None, "")})
