"""The number beside the follow-ups in the navigation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from engagement.actions.follow_up import Promise, make_follow_up

pytestmark = pytest.mark.django_db
ADDRESS, PART = "/follow-ups/due/", {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def three_promises(anna, mira, otto):
    today = timezone.localdate()
    late = make_follow_up(anna, Promise("Ring", today - timedelta(days=1), mira), by=mira)
    make_follow_up(anna, Promise("Write", today + timedelta(days=1), mira), by=mira)
    make_follow_up(anna, Promise("Visit", today, otto), by=otto)
    return late


def test_it_counts_what_is_mine_and_due(as_staff):
    assert f'hx-get="{ADDRESS}"' in as_staff.get("/follow-ups/").text
    assert ">1<" in as_staff.get(ADDRESS, headers=PART).text


def test_it_hears_of_what_is_done_and_says_nothing_of_nothing(as_staff, three_promises):
    done = as_staff.post(f"/follow-ups/{three_promises.pk}/", {"do": "done"}, headers=PART)

    assert done.headers["HX-Trigger"] == "follow-ups-changed"
    assert as_staff.get(ADDRESS, headers=PART).text.strip() == ""


def test_it_is_no_page_of_its_own(as_staff):
    assert as_staff.get(ADDRESS).url == "/follow-ups/"


def test_it_takes_one_query(as_staff, django_assert_num_queries):
    as_staff.get(ADDRESS, headers=PART)

    with django_assert_num_queries(4):  # session, person, shop
        as_staff.get(ADDRESS, headers=PART)
