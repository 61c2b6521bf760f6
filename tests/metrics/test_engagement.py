"""The engagement score: shown with its parts, and only while it is worth something."""

import pytest
from django.db import connection

from crm.web.planner import planned
from customers.models import Customer, StageEvidence
from feedback.models import Complaint
from metrics.counting import engagement
from metrics.engagement import (
    WAYS_TOO_LONG,
    Judgement,
    _values,
    _visits_summed,
    judge_engagement,
    score_engagement,
)
from metrics.models import Count, CustomerScore
from metrics.rollups import rebuild
from tests.metrics.buying import NOON, day, sell

EACH = 30


@pytest.fixture
def shop_of_two_kinds(shop):
    """Those who come often come again; of the others each came once, later, and not again."""
    often = Customer.objects.bulk_create(Customer(given_name=f"Often {number}") for number in range(EACH))
    once = Customer.objects.bulk_create(Customer(given_name=f"Once {number}") for number in range(EACH))
    for customer in often:
        sell(customer, 0, 10, 20, 60)
    for customer in once:
        sell(customer, 0, 1, 21)
    rebuild()
    return often, once


def test_the_score_is_judged_by_who_came_since(shop_of_two_kinds):
    judged = judge_engagement(Count.current(), as_of=day(21 + 90))

    assert (judged.came, judged.stayed_away) == (EACH, EACH)
    assert judged.by_recency == 0
    assert judged.by_score == 1
    assert judged.is_useful


def test_scores_are_written_with_their_parts_and_lowered_by_an_open_complaint(shop_of_two_kinds):
    often, _once = shop_of_two_kinds
    StageEvidence.objects.create(customer=often[0], kind="review", about="x", on=day(30))
    Complaint.objects.create(customer=often[1], story="It leaks.", wish="refund", received_at=NOON)

    score_engagement(Count.current(), as_of=day(21 + 90))

    first, second, third = CustomerScore.objects.filter(customer__in=often[:3]).order_by("customer")
    assert set(first.engagement_parts) == {"purchase", "advocacy"}
    assert first.engagement > third.engagement
    assert third.engagement - second.engagement == pytest.approx(15)
    assert 0 <= CustomerScore.objects.earliest("engagement").engagement <= 100


def test_a_score_that_tells_nothing_is_shown_to_nobody(shop_of_two_kinds):
    CustomerScore.objects.update(engagement=50, engagement_parts={})

    judged = score_engagement(Count.current(), as_of=day(400))

    assert not judged.is_useful
    assert not CustomerScore.objects.exclude(engagement=None).exists()


def test_few_customers_prove_nothing():
    assert not Judgement(29, 500, 0.9, 0.5).is_useful
    assert not Judgement(100, 100, 0.7, 0.7).is_useful


@pytest.mark.parametrize("statement", [engagement.WRITE, engagement.JUDGED], ids=["write", "judged"])
def test_nobody_is_scored_once_for_each_customer_whatever_was_counted(shop, statement):
    """Once it was: the tables had been empty when PostgreSQL last counted them, and the demo never opened."""
    rebuild()
    count, on = Count.current(), day(0)
    with planned(never=WAYS_TOO_LONG), _visits_summed(count, on), connection.cursor() as cursor:
        cursor.execute("ANALYZE visited, metrics_customerscore, customers_interaction")
        cursor.execute(f"EXPLAIN {statement}", _values(count, on))
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Nested Loop" not in plan
