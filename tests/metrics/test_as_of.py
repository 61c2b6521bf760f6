"""`manage.py metrics` and `manage.py rebuild_metrics`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from metrics.definitions import METRICS
from metrics.models import Count
from tests.metrics.buying import day, sell


def printed(*arguments):
    out = StringIO()
    call_command("metrics", *arguments, stdout=out)
    return out.getvalue()


def test_metrics_as_of_a_day_know_nothing_of_later_days(anna, bert):
    sell(anna, 0, 30, 200, total="20")
    sell(bert, 40, total="5")

    said = json.loads(printed(f"--as-of={day(50)}", "--json"))

    assert set(said["metrics"]) == set(METRICS)
    assert (said["as_of"], said["silent_after"]) == (str(day(50)), 365)
    assert said["metrics"]["repeat_by_day"]["numerator"] == 1
    assert said["metrics"]["repeat_by_day"]["manner"] == "counts_only"
    assert said["gap_days"]["n"] == 1
    assert said["gap_days"]["p50"] == 30
    assert said["cohorts"] == {"2026-01": [1, 1], "2026-02": [1]}
    assert said["monthly"]["2026-02"] == {
        "sales": 25,
        "orders": 2,
        "buyers": 2,
        "new_customers": 1,
        "new_sales": 5,
    }
    assert {name: cell["customers"] for name, cell in said["rfm"].items()} == {
        "promising": 1,
        "hibernating": 1,
    }
    assert said["largest"]["0.1"] == pytest.approx(40 / 45)
    assert said["retention"]["denominator"] == 0


def test_metrics_are_printed_for_people(anna):
    sell(anna, 0)

    said = printed(f"--as-of={day(0)}")

    assert "Orders: 1 [0.02532, 5.572] (1/1)" in said
    assert "Satisfied after a purchase (CSAT): – [–, –] (0/0)" in said


def test_metrics_of_an_empty_shop_stand(shop):
    said = json.loads(printed("--json"))

    assert said["gap_days"]["n"] == 0
    assert said["cohorts"] == said["monthly"] == said["rfm"] == {}


def test_a_shop_with_only_refunds_and_one_with_purchases_to_come(anna, bert):
    sell(anna, 0, is_refund=True, total="-5")
    sell(bert, 500)

    said = json.loads(printed(f"--as-of={day(1)}", "--json"))["metrics"]

    assert said["refunds"]["numerator"] == 1
    assert said["refunds"]["denominator"] == said["active"]["value"] == said["new_customers"]["value"] == 0


def test_rebuild_metrics_says_what_it_did(shop):
    out = StringIO()

    call_command("rebuild_metrics", stdout=out)

    assert "anew" in out.getvalue()
    assert Count.current() is not None


@pytest.mark.django_db
def test_there_is_nothing_to_print_before_the_shop_is_open():
    for command in ("metrics", "rebuild_metrics"):
        with pytest.raises(CommandError, match="no shop"):
            call_command(command)
