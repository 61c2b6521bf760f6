"""Figures for programs."""

from decimal import Decimal

import pytest
import time_machine

from crm.shop.models import Scope
from metrics.actions.goals import edit_goals
from metrics.rollups import rebuild
from tests.customers.api.conftest import program  # noqa: F401 - a fixture
from tests.metrics.buying import NOON, day, sell


@pytest.fixture
def reader(program, anna, bert):  # noqa: F811
    sell(anna, 0, 30, 60)
    sell(bert, 70)
    rebuild()
    with time_machine.travel(NOON.replace(month=3, day=20), tick=False):
        yield program(Scope.READ)


def test_metrics_come_with_n_interval_and_definition(reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        found = {each["metric"]: each for each in reader.get("/metrics/").json()["results"]}

    repeat = found["repeat_by_day"]
    assert (repeat["numerator"], repeat["denominator"], repeat["n"]) == (1, 2, 2)
    assert (repeat["value"], repeat["low"], repeat["manner"]) == (None, None, "counts_only")
    assert repeat["definition"]["interval"] == "wilson"
    assert found["orders"]["value"] == 2  # of the last 30 days
    assert found["orders"]["counted_at"] is not None


def test_metrics_as_of_another_day(reader):
    found = {each["metric"]: each for each in reader.get(f"/metrics/?until={day(31)}").json()["results"]}

    assert found["orders"]["value"] == 1
    assert found["active"]["value"] == 1


def test_a_metric_has_steps(reader):
    found = reader.get(f"/metrics/orders/?since={day(0)}&until={day(70)}&step=month").json()

    assert found["value"] == 4
    assert [step["value"] for step in found["steps"]] == [1, 1, 2]
    assert found["steps"][0]["since"] == str(day(0))


@pytest.fixture
def goals(shop):
    targets = {"orders": Decimal(3), "revenue": Decimal(20), "repeat_by_day": Decimal(50)}
    return edit_goals(targets, shows_industry=False, version=1, by=None)


@pytest.mark.usefixtures("goals")
def test_metrics_tell_the_target_that_is_set_and_whether_it_is_reached(reader):
    found = {each["metric"]: each["target"] for each in reader.get("/metrics/").json()["results"]}

    assert {slug: target for slug, target in found.items() if target} == {
        "orders": {"value": 3, "reached": "not_met"},
        "revenue": {"value": 20, "reached": "met"},
        "repeat_by_day": {"value": 0.5, "reached": "open"},  # of two customers nobody can say
    }


@pytest.mark.usefixtures("goals")
def test_a_sum_has_its_target_over_its_usual_days_in_the_whole_shop(reader):
    usual = f"since={day(45)}&until={day(74)}"
    asked = [usual, f"since={day(44)}&until={day(74)}", f"{usual}&channel=web"]
    found = [reader.get(f"/metrics/orders/?{each}").json()["target"] for each in asked]

    assert found == [{"value": 3, "reached": "not_met"}, None, None]


@pytest.mark.parametrize(
    "asked",
    ["since=2026-05-01&until=2026-01-01", "step=year", "step=day&since=2020-01-01", "location=Moon", "a=b"],
)
def test_a_metric_nobody_understands_is_refused(reader, asked):
    assert reader.get(f"/metrics/orders/?{asked}").status_code == 400


def test_an_unknown_metric_is_not_there(reader):
    assert reader.get("/metrics/happiness/").status_code == 404


def test_scores_of_customers(reader, anna, bert):
    found = reader.get("/scores/").json()["results"]
    assert [(each["customer"], each["days"], each["sales"]) for each in found] == [
        (anna.pk, 3, "30.00"),
        (bert.pk, 1, "10.00"),
    ]
    assert reader.get("/scores/?segment=champions").json()["results"] == []
    assert reader.get(f"/customers/{bert.pk}/score/").json()["expected_value"] is None
