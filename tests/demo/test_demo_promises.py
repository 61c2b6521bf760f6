"""What the demo shop promised, was asked and wrote down: something of each kind, whatever the day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Interaction
from engagement.article_search import fitting_articles
from engagement.kinds import ENQUIRY, FOLLOW_UP, SPECIAL_ORDER
from engagement.models import (
    Article,
    ArticleKind,
    ArticleRead,
    Enquiry,
    FollowUp,
    OrderState,
    SpecialOrder,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]


def test_follow_ups_are_late_due_and_coming() -> None:
    today, open_ones = timezone.localdate(), FollowUp.objects.open()

    assert open_ones.filter(due_on__lt=today).count() == 4
    assert open_ones.filter(due_on=today).count() == 5
    assert open_ones.filter(due_on__gt=today, due_on__lte=today + timedelta(days=7)).exists()
    assert open_ones.filter(due_on__gt=today + timedelta(days=7)).exists()
    assert open_ones.filter(repeat_every__isnull=False).count() >= 3
    done = FollowUp.objects.filter(completed_at__isnull=False)
    assert done.count() == Interaction.objects.filter(kind=FOLLOW_UP.key).count() > 0


def test_questions_are_answered_in_time_but_for_one_and_some_wait() -> None:
    now, answered = timezone.now(), Enquiry.objects.exclude(answered_at=None)

    assert [question.answered_at > question.answer_by for question in answered].count(True) == 1
    assert Enquiry.objects.waiting().filter(answer_by__lt=now).count() >= 1
    assert Enquiry.objects.waiting().filter(received_at__lt=now).count() == 3
    assert (
        Interaction.objects.filter(kind=ENQUIRY.key).count() == Enquiry.objects.exclude(customer=None).count()
    )


def test_orders_are_in_every_state_with_their_days_in_order() -> None:
    orders = SpecialOrder.objects.all()

    assert set(orders.values_list("state", flat=True)) == set(OrderState.values)
    for order in orders:
        steps = (order.asked_at, order.ordered_at, order.arrived_at, order.told_at, order.collected_at)
        known = [step for step in steps if step is not None]
        assert known == sorted(known)
    assert orders.late(timezone.localdate()).exists()
    assert Interaction.objects.filter(kind=SPECIAL_ORDER.key).count() == orders.count()


def test_articles_are_of_every_kind_and_answer_a_question() -> None:
    assert set(Article.objects.values_list("kind", flat=True)) == set(ArticleKind.values)
    assert str(fitting_articles("Can I get a refund without the receipt?")[0]) == "Returns and refunds"
    assert ArticleRead.objects.exists()
