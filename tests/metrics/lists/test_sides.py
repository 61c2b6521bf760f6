"""A list and everybody else, counted by statements and customer by customer."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from crm.figures.mean import Mean
from crm.figures.share import Share
from customers.listing import Listing
from customers.models import Customer, Purchase
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.models import Survey
from metrics.lists.numbers import groups_of, numbers_of
from metrics.lists.sides import A_YEAR, Side, count_sides
from metrics.models import CustomerScore
from metrics.rollups import rebuild
from tests.feedback.surveys import given

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def crowd(shop):
    """Forty people of whom every third is in the list; who bought what, and when, goes by their number."""
    with time_machine.travel(NOW, tick=False):
        people = Customer.objects.bulk_create(
            Customer(given_name=f"N{number}", source="fair" if number % 3 == 0 else "street")
            for number in range(40)
        )
        Purchase.objects.bulk_create(
            Purchase(
                customer=person,
                at=NOW - timedelta(days=(number * 37 + nth * 53) % 500),
                total=Decimal((number + nth) % 9 + 1) * (-1 if nth == 4 else 1),
                is_refund=nth == 4,
                currency="GBP",
                source="till",
            )
            for number, person in enumerate(people)
            for nth in range(number % 6)
        )
        rebuild()
        yield people


def by_hand(people):
    """The same, read off what was bought."""
    today, side = NOW.date(), Side(len(people))
    spent, before, back = [], 0, 0
    for person in people:
        receipts = list(person.purchases.all())
        sold = {(today - receipt.at.date()).days for receipt in receipts if not receipt.is_refund}
        if sold:
            spent.append(float(sum(r.total for r in receipts if (today - r.at.date()).days < A_YEAR)))
        was_here = any(90 <= days < 180 for days in sold)
        before += was_here
        back += was_here and any(days < 90 for days in sold)
    scores = CustomerScore.objects.filter(customer__in=people)
    side.bought, side.spent, side.back = len(spent), Mean.of(spent), Share(back, before)
    side.again = Share(scores.filter(days__gt=1).count(), len(spent))
    side.overdue = Share(scores.filter(overdue_on__lte=today).count(), len(spent))
    return side


def test_both_sides_are_what_they_are_one_by_one(crowd):
    sides = count_sides(Listing("source=fair"), today=NOW.date(), zone="Europe/London")

    for counted, people in ((sides.inside, crowd[::3]), (sides.outside, [*crowd[1::3], *crowd[2::3]])):
        expected = by_hand(people)
        for name in ("people", "bought", "again", "overdue", "back"):
            assert (name, getattr(counted, name)) == (name, getattr(expected, name))
        assert (counted.spent.n, round(counted.spent.value, 6)) == (
            expected.spent.n,
            round(expected.spent.value, 6),
        )
        assert counted.spent.variance == pytest.approx(expected.spent.variance)
        assert sum(share.k for share in counted.segments.values()) == counted.bought


def test_of_each_the_latest_answer_by_mail_counts(shop):
    install_starter_surveys(by=None)
    survey = switch_survey_on(Survey.objects.get(key="purchase"), by=None)
    for score in (5, 2):
        given(survey, score)
    Customer.objects.filter(survey_responses__score=5).update(source="fair")

    sides = count_sides(Listing("source=fair"), today=NOW.date(), zone="Europe/London")

    assert (sides.inside.satisfied("csat"), sides.outside.satisfied("csat")) == (Share(1, 1), Share(0, 1))


def test_an_empty_list_has_nothing_to_say(crowd):
    sides = count_sides(Listing("source=nowhere"), today=NOW.date(), zone="Europe/London")

    said = [*numbers_of(sides, "GBP"), *groups_of(sides)]

    assert {str(each.verdict) for each in said} == {"too few for a verdict"}
    assert {each.shown.change for each in said} == {""}
    assert [each.here.value for each in said] == [""] * len(said)
