"""What stands behind an improvement."""

from decimal import Decimal

import pytest
from django.utils import timezone

from feedback.actions.improvement import Change, add_evidence, add_improvement
from feedback.improvement_figures import efforts_of_themes, weigh
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

    assert (weight.texts, weight.customers, weight.spend, weight.effort) == (5, 2, Decimal(10), 2)
    assert (weight.is_few, weight.priority) == (True, 0)


def test_a_theme_is_as_much_work_as_the_least_that_was_thought_of(waiting):
    for title, effort in (("A second till", 5), ("A bell", 1)):
        change = Change(title=title, effort=effort)
        add_improvement(change, because=f"feedback.theme:{waiting.pk}", by=None)

    assert efforts_of_themes() == {waiting.pk: 1}
