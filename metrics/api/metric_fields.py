"""Figures as programs read them, and what they are narrowed by."""

from typing import Any

from rest_framework import serializers

from crm.shop.api.reading import Body
from customers.api.fields import At, OneOf, Place
from customers.models import Channel
from engagement.api.fields import Day
from metrics.definitions import Metric
from metrics.figure import Figure
from metrics.goals.target import Target
from metrics.period import Step
from metrics.plain import plain

WORDS = (
    *("name", "formula", "numerator", "denominator", "window", "exclusions", "people"),
    *("interval", "good"),
)


class MetricNarrowing(Body):
    """As of which day, where, and by which way."""

    until = Day()
    location = Place()
    channel = OneOf(lambda: dict(Channel.choices))


class TrendNarrowing(MetricNarrowing):
    """From when on, and in which steps."""

    since = Day()
    step = OneOf(lambda: {step.value: step.value for step in Step})


class DefinitionShown(serializers.Serializer[Any]):
    """What a figure means, in words; `good` says which way is better."""

    name = serializers.CharField()
    formula = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    window = serializers.CharField()
    exclusions = serializers.CharField()
    people = serializers.CharField()
    literature = serializers.CharField()
    interval = serializers.CharField()
    good = serializers.CharField()
    minimum = serializers.IntegerField()

    def to_representation(self, metric: Metric) -> dict[str, Any]:
        words = {name: str(getattr(metric, name)) for name in WORDS}
        return words | {"literature": metric.source, "minimum": metric.minimum}


class FigureShown(serializers.Serializer[Any]):
    """A figure with what it is made of: `value`, `low` and `high` are null where n is too small to say.

    `manner` is no_data, counts_only, small_sample or full; a share is a part of one.
    """

    metric = serializers.CharField()
    unit = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField()
    numerator = serializers.FloatField()
    denominator = serializers.FloatField()
    n = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    manner = serializers.CharField()

    def to_representation(self, figure: Figure) -> dict[str, Any]:
        return {name: value for name, value in plain(figure).items() if name in FigureShown().fields}


class TargetShown(serializers.Serializer[Any]):
    """Where the shop wants the figure, in its unit; `reached` is met, not_met, or open: nobody can say."""

    value = serializers.FloatField()
    reached = serializers.CharField()

    def to_representation(self, aimed: tuple[Figure, Target]) -> dict[str, Any]:
        figure, target = aimed
        return {"value": target.value, "reached": str(target.reached_by(figure))}


class MetricShown(FigureShown):
    """A figure, its definition and the shop's own target; `counted_at` says as of when.

    A sum has its target only over its usual days, and for the whole shop.
    """

    counted_at = At(allow_null=True)
    target = TargetShown(allow_null=True)
    definition = DefinitionShown()

    def to_representation(self, aimed: Any) -> dict[str, Any]:
        figure, target = aimed
        counted_at = At().to_representation(figure.as_of) if figure.as_of else None
        definition = DefinitionShown().to_representation(figure.metric)
        told = TargetShown().to_representation(aimed) if target else None
        shown = super().to_representation(figure)
        return shown | {"counted_at": counted_at, "target": told, "definition": definition}


class TrendShown(MetricShown):
    """The same, and step by step; the last step may not be over yet."""

    steps = FigureShown(many=True)

    def to_representation(self, trend: Any) -> dict[str, Any]:
        aimed, steps = trend
        return super().to_representation(aimed) | {
            "steps": [FigureShown().to_representation(each) for each in steps]
        }
