"""Once a night a new version; twice changes nothing; too few customers have none."""

import pytest
from django.utils import timezone

from customers.models import Customer
from metrics.foresight import night
from metrics.foresight.night import foresee
from metrics.looking_ahead import foresight_is_due
from metrics.models import Count, CustomerScore, PurchaseModel
from metrics.rollups import count_changes, rebuild
from tests.metrics.buying import day, sell

SAID = ("pk", "p_buys", "p_alive", "expected_days", "expected_value", "is_foreseen")


@pytest.fixture
def town(shop):
    """120 customers; every third comes each fortnight, the others came once."""
    people = Customer.objects.bulk_create(Customer(given_name=f"Nr {n}") for n in range(120))
    today = (timezone.localdate() - day(0)).days
    for number, person in enumerate(people):
        days = range(today - 200 + number, today, 14) if number % 3 == 0 else [today - 200 + number]
        sell(person, *days, total=str(10 + number % 7))
    rebuild()
    return people


def said():
    return set(CustomerScore.objects.values_list(*SAID))


def test_a_night_says_something_of_everybody_and_twice_changes_nothing(town):
    assert foresight_is_due()
    assert foresee(refits=4) == 120
    kept = said()

    assert not foresight_is_due()
    assert foresee() == 0
    assert said() == kept
    model = PurchaseModel.objects.get()
    assert (model.customers, model.repeaters, model.is_enough, model.shows_value) == (120, 40, True, True)
    assert model.low < model.value < model.high
    assert sum(float(value) for *_some, value, _seen in kept) == pytest.approx(float(model.value), rel=1e-4)


def test_the_version_tells_what_it_was_made_from_and_how_it_did(town):
    foresee(refits=4)

    model = PurchaseModel.current()
    count = Count.current()
    assert (model.as_of, model.counted_at) == (count.scored_on, count.counted_at)
    assert set(model.backtest) >= {"days", "customers", "actual", "model", "own_rate", "zero"}
    assert model.backtest["customers"] == 111
    assert not model.is_seasonal


def test_who_buys_is_looked_at_again_and_nobody_else(town):
    foresee(refits=4)
    before = said()
    sell(town[1], 150, total="99")
    count_changes()

    assert foresight_is_due()
    assert foresee() == 1
    assert {row[0] for row in said() ^ before} == {town[1].pk}


def test_many_changes_look_at_everybody(town, monkeypatch):
    foresee(refits=4)
    monkeypatch.setattr(night, "MOST", 1)
    for person in town[:2]:
        sell(person, 150)
    count_changes()

    assert foresee() == 2


def test_too_few_customers_have_a_version_without_numbers(anna, bert):
    sell(anna, 0, 30)
    sell(bert, 3)
    rebuild()
    CustomerScore.objects.update(p_buys=0.5, is_foreseen=True)  # from better days

    assert foresee() == 2

    model = PurchaseModel.current()
    assert (model.is_enough, model.customers, model.repeaters) == (False, 2, 1)
    assert set(CustomerScore.objects.values_list("p_buys", "expected_value")) == {(None, None)}
    assert not foresight_is_due()
    assert foresee() == 0


@pytest.mark.django_db
def test_nothing_is_due_before_anything_was_counted():
    assert not foresight_is_due()
    assert foresee() == 0
