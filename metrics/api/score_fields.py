"""A customer's scores as programs read them."""

from typing import Any

from rest_framework import serializers

from crm.shop.api.reading import Body
from customers.api.fields import Money, OneOf
from metrics.models import RfmSegment


class ScoreNarrowing(Body):
    """What a list is narrowed by."""

    segment = OneOf(lambda: dict(RfmSegment.choices))


class ScoreShown(serializers.Serializer[Any]):
    """Recency, frequency and money from 1 to 5, the own gap in days, and what to expect.

    What to expect is null where there are too few customers to model; `p_buys` is within 90 days,
    `expected_value` within 12 months.
    """

    customer = serializers.IntegerField(source="customer_id")
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    orders = serializers.IntegerField()
    days = serializers.IntegerField()
    sales = Money()
    refunded = Money()
    gap = serializers.FloatField()
    overdue_on = serializers.DateField()
    recency = serializers.IntegerField()
    frequency = serializers.IntegerField()
    money = serializers.IntegerField()
    segment = serializers.CharField()
    p_buys = serializers.FloatField(allow_null=True)
    expected_days = serializers.FloatField(allow_null=True)
    expected_value = Money(allow_null=True)
    engagement = serializers.FloatField(allow_null=True)
