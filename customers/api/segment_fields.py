"""A saved list as programs read and write it."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import SkipField, empty

from crm.shop.api.reading import Body
from customers import cleaning
from customers.api.fields import At, Text
from customers.segments.asking import read_rule, sentence_of
from customers.segments.rule import RuleRefused


class RuleField(serializers.DictField):
    """A rule: {"join": "all", "parts": […]}; every part is such a group or {"ask", "not", "with"}."""

    def run_validation(self, data: Any = empty) -> Any:
        """The rule in its one spelling; every mistake is named with its place."""
        if data is empty:
            if getattr(self.root, "partial", False):
                raise SkipField
            raise ValidationError(_("This is required."))
        try:
            return read_rule(data).kept
        except RuleRefused as refused:
            places = [f"{place}: {why}" if place else why for place, why in refused.problems.items()]
            raise ValidationError(places) from None


class SegmentBody(Body):
    """A new list by a rule; everybody sees it."""

    name = Text(partial(cleaning.clean_text, longest=80), required=True)
    rule = RuleField()


class SegmentChange(SegmentBody):
    """What shall be different from now on; what is not sent stays."""


class SegmentShown(serializers.Serializer[Any]):
    """A saved list. `query` is what `/customers/` takes; `rule` is null where the query says it all."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    query = serializers.CharField()
    rule = serializers.DictField(allow_null=True)
    sentence = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    watched_since = At(allow_null=True)
    created_at = At()

    def get_sentence(self, row: Any) -> str:
        return sentence_of(row)


class SegmentCounted(SegmentShown):
    """With how many customers are in it now; null where it cannot be read any more."""

    count = serializers.IntegerField(allow_null=True)
