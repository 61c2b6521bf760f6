"""Who comes into a saved list and who leaves it: written by the clock, in statements for all at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.actions.segment import edit_rule, save_rule
from customers.actions.segment_watch import forget_old_stays, watch_segment
from customers.models import Customer, Segment, SegmentStay
from customers.tasks import watch_segments

NOW = timezone.now()
LAPSED = {"join": "all", "parts": [{"ask": "stage", "with": {"value": ["lapsed"]}}]}


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def stage(customer, name):
    Customer.objects.filter(pk=customer.pk).update(stage=name)


def stays():
    rows = SegmentStay.objects.order_by("pk").values_list("customer__given_name", "entered_at", "left_at")
    return [
        (name, entered and (entered - NOW).seconds // 60, left and (left - NOW).seconds // 60)
        for name, entered, left in rows
    ]


@pytest.fixture
def gone(anna, bert, mira):
    Customer.objects.filter(pk=bert.pk).update(given_name="Bert")
    stage(anna, "lapsed")
    return save_rule("Gone", rule=LAPSED, is_shared=True, by=mira)


def test_who_comes_and_goes_is_written_down_once(gone, anna, bert):
    assert watch_segment(gone.pk, now=at(0)) == (1, 0)
    stage(bert, "lapsed")
    assert watch_segment(gone.pk, now=at(10)) == (1, 0)
    stage(anna, "retention")
    assert watch_segment(gone.pk, now=at(20)) == (0, 1)
    assert watch_segment(gone.pk, now=at(20)) == (0, 0)
    stage(anna, "lapsed")
    assert watch_segment(gone.pk, now=at(30)) == (1, 0)

    assert stays() == [("Anna", None, 20), ("Bert", 10, None), ("Anna", 30, None)]
    assert forget_old_stays(at(0) + timedelta(days=500)) == 1


def test_a_list_of_filters_is_watched_too_and_an_empty_one_does_no_harm(mira, anna):
    Segment.objects.create(name="Old", owner=mira, query="stage=lapsed")
    Segment.objects.create(name="Nobody", owner=mira, query="q=%20!")
    watch_segments()
    stage(anna, "lapsed")
    Segment.objects.update(watched_at=NOW - timedelta(hours=1))
    watch_segments()
    watch_segments()

    assert [(name, left) for name, _entered, left in stays()] == [("Anna", None)]


def test_a_list_that_cannot_be_read_loses_nobody(gone, anna):
    watch_segment(gone.pk, now=at(0))
    Segment.objects.filter(pk=gone.pk).update(rule={"join": "all", "parts": [{"ask": "gone", "with": {}}]})

    assert watch_segment(gone.pk, now=at(10)) == (0, 0)
    assert stays() == [("Anna", None, None)]


def test_another_rule_begins_anew(gone, anna, mira):
    watch_segment(gone.pk, now=at(0))
    edit_rule(gone, rule={"join": "none", "parts": LAPSED["parts"]}, version=1, by=mira)

    assert (stays(), Segment.objects.get().watched_since) == ([], None)


def test_the_page_names_who_came_and_left(as_staff, gone, anna, bert):
    address = f"/customers/segments/{gone.pk}/changes/"
    before = as_staff.get(address).content.decode()
    watch_segment(gone.pk, now=NOW - timedelta(minutes=9))
    stage(bert, "lapsed")
    stage(anna, "retention")
    watch_segment(gone.pk, now=NOW)

    after = as_staff.get(address).content.decode()
    listed = as_staff.get("/customers/segments/").content.decode()
    assert "has not looked at this list yet" in before
    assert [name in after for name in ("Bert", "Anna Bell")] == [True, True]
    assert "1 came, 1 left" in listed
