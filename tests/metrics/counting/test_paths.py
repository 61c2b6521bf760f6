"""Everybody's way through the cycle, as daily sums."""

import pytest
import time_machine
from django.utils import timezone

from customers.actions.interaction import Entry, log_interaction, withdraw_line
from customers.models import Customer, StageChange
from metrics.definitions import METRICS
from metrics.models import Count, DailySum
from metrics.people import people_of
from metrics.period import Period
from metrics.rollups import count_changes, count_the_day, rebuild
from metrics.series import value_of
from tests.metrics.buying import NOON, day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON.replace(month=12), tick=False):
        yield


def moved(customer, *steps):
    """Through these stages, each on its day."""
    before = ""
    for number, stage in steps:
        StageChange.objects.create(
            customer=customer, from_stage=before, to_stage=stage, effective_on=day(number), reason="known"
        )
        before = stage
        Customer.objects.filter(pk=customer.pk).update(stage=stage, stage_since=day(number))


def fraction(slug, last=300):
    found = value_of(METRICS[slug], Period.until(day(last)))
    return found.numerator, found.denominator


@pytest.fixture
def paths(anna, bert):
    """One who went on in time, one too late, one who is only known."""
    moved(anna, (0, "attraction"), (30, "conversion"), (40, "retention"), (50, "advocacy"), (250, "lapsed"))
    moved(bert, (10, "attraction"), (41, "conversion"))
    Customer.objects.create(given_name="Cleo", stage_since=day(20))
    rebuild()


def test_whoever_goes_on_in_time_is_counted_where_their_days_are_up(paths):
    assert fraction("new_contacts") == (3, 3)
    assert fraction("contact_to_buyer") == (1, 3)
    assert fraction("contact_to_buyer", 35) == (1, 1)
    assert fraction("buyer_to_regular") == (1, 2)
    assert fraction("regular_to_advocate") == (1, 1)


def test_advocates_are_those_of_the_day_that_was_asked_for(paths):
    assert [fraction("advocates", on) for on in (29, 30, 41, 50, 249, 250)] == [
        *((0, 0), (0, 1), (0, 2)),
        *((1, 2), (1, 2), (0, 1)),
    ]


def test_how_long_they_stay_counts_those_who_still_stand_there(paths):
    stays = value_of(METRICS["time_in_attraction"], Period.until(day(300)))

    assert (stays.numerator, stays.n, stays.value) == (2, 3, 31.0)
    assert fraction("time_in_advocacy") == (1, 1)
    earlier = value_of(METRICS["time_in_advocacy"], Period.until(day(60)))
    assert (earlier.numerator, earlier.n, earlier.value) == (0, 1, None)


def test_the_people_are_those_who_can_still_go_on(paths, bert):
    period = Period(day(0), day(300))

    assert [str(who) for who in people_of(METRICS["contact_to_buyer"], period)] == ["Cleo"]
    assert list(people_of(METRICS["buyer_to_regular"], period)) == [bert]
    assert people_of(METRICS["new_contacts"], period).count() == 3
    assert list(people_of(METRICS["time_in_conversion"], period)) == [bert]


def test_what_somebody_wrote_down_counts_until_it_is_withdrawn(anna, mira):
    line, _other = (log_interaction(anna, Entry("note", timezone.now()), by=mira) for _ in range(2))
    today = timezone.localdate()
    rebuild()
    assert value_of(METRICS["interactions"], Period.until(today)).k == 2

    withdraw_line(line, by=mira)
    rebuild()

    assert value_of(METRICS["interactions"], Period.until(today)).k == 1


def test_a_large_shop_is_counted_by_night(paths, anna, monkeypatch):
    monkeypatch.setattr("customers.cycle_overview.LARGE", 1)
    StageChange.objects.filter(customer=anna).delete()
    Count.objects.update(counted_at=NOON, scored_on=day(0))

    count_changes()
    assert DailySum.objects.filter(metric="regular_to_advocate").exists()
    count_the_day()

    assert not DailySum.objects.filter(metric="regular_to_advocate").exists()
