"""What stands behind an improvement."""

from decimal import Decimal

import pytest
from django.utils import timezone

from feedback.actions.improvement import Change, add_evidence, add_improvement
from feedback.improvement_figures import Weight, weigh
from feedback.models import Feeling, ThemeMention
from tests.engagement.automations import buy  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def test_each_customer_counts_once_with_what_they_bought(shop, waiting, anna, bert, buy):  # noqa: F811
    improvement = add_improvement(
        Change(title="A second till"), because=f"feedback.theme:{waiting.pk}", by=None
    )
    add_evidence(improvement, "feedback.idea:1", by=None)
    buy(anna, days_ago=10)
    buy(anna, days_ago=500)
    for number, customer in enumerate((anna, anna, bert, None)):
        ThemeMention.objects.create(
            theme=waiting,
            about=f"x.y:{number}",
            feeling=Feeling.BAD,
            on=timezone.localdate(),
            customer=customer,
        )

    weight = weigh([improvement], timezone.now())[improvement.pk]

    assert weight == Weight(texts=5, customers=2, spend=Decimal(10), effort=2)
    assert (weight.is_few, weight.priority) == (True, 0)


def test_more_people_for_less_work_come_first():
    assert Weight(customers=8, effort=2).priority > Weight(customers=6, effort=5).priority
