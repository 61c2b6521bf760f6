"""Paging by the last row seen."""

import base64
import json

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from crm.web.paging import keyset_neighbour, keyset_page
from customers.models import Customer

NOON = timezone.datetime(2026, 3, 1, 12, tzinfo=timezone.get_default_timezone())

pytestmark = pytest.mark.django_db


@pytest.fixture
def five_sessions():
    """Five rows; two share their time, so that the second column has to decide."""
    hours = {"a": 1, "b": 2, "c": 2, "d": 3, "e": 4}
    for key, hour in hours.items():
        Session.objects.create(session_key=key, session_data="", expire_date=NOON.replace(hour=hour))


def keys(page):
    return [session.session_key for session in page.rows]


def test_keyset_page_walks_through_all_rows_once(five_sessions):
    seen, after = [], None
    while after != "":
        page = keyset_page(Session.objects.all(), order=("-expire_date", "-pk"), after=after, size=2)
        seen += keys(page)
        after = page.next_cursor

    assert seen == ["e", "d", "c", "b", "a"]


def test_keyset_page_goes_up_and_down_at_once(five_sessions):
    first = keyset_page(Session.objects.all(), order=("-expire_date", "pk"), size=3)
    second = keyset_page(Session.objects.all(), order=("-expire_date", "pk"), after=first.next_cursor, size=3)

    assert (keys(first), keys(second)) == (["e", "d", "b"], ["c", "a"])


def test_keyset_page_ends_without_a_cursor(five_sessions):
    page = keyset_page(Session.objects.all(), order=("pk",), size=5)

    assert page.next_cursor == ""


@pytest.mark.parametrize("cursor", ["!", "bm9uc2Vuc2U", "WyJ4Il0", "W10", "ÄÖ", "WyJcdTAwMDAiLCJhIl0"])
def test_keyset_page_ignores_a_cursor_nobody_wrote(five_sessions, cursor):
    page = keyset_page(Session.objects.all(), order=("-expire_date", "pk"), after=cursor, size=2)

    assert keys(page) == ["e", "d"]


def test_keyset_page_makes_one_query(five_sessions, django_assert_num_queries):
    with django_assert_num_queries(1):
        keyset_page(Session.objects.all(), order=("pk",), size=2)


def test_cursor_holds_only_the_columns_of_the_order(five_sessions):
    page = keyset_page(Session.objects.all(), order=("pk",), size=2)

    padding = "=" * (-len(page.next_cursor) % 4)
    assert json.loads(base64.urlsafe_b64decode(page.next_cursor + padding)) == ["b"]


@pytest.fixture
def seen_and_unseen(shop):
    """Seven people; three were never seen, two were seen at the same moment."""
    hours = {"a": 1, "b": None, "c": 2, "d": None, "e": 2, "f": 4, "g": None}
    return [
        Customer.objects.create(family_name=name, last_seen_at=hour and NOON.replace(hour=hour))
        for name, hour in hours.items()
    ]


@pytest.mark.parametrize(
    ("order", "names"), [(("-last_seen_at", "-pk"), "fecagdb"), (("last_seen_at", "pk"), "acefbdg")]
)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 50])
def test_keyset_page_puts_empty_columns_last_whichever_way(seen_and_unseen, order, names, size):
    found, after = "", None
    while after != "":
        page = keyset_page(Customer.objects.all(), order=order, after=after, size=size)
        found += "".join(customer.family_name for customer in page.rows)
        after = page.next_cursor

    assert found == names


@pytest.mark.parametrize("order", [("-last_seen_at", "-pk"), ("last_seen_at", "pk"), ("sort_key", "pk")])
def test_keyset_neighbour_walks_there_and_back(seen_and_unseen, order):
    people = list(keyset_page(Customer.objects.all(), order=order).rows)

    there = [keyset_neighbour(Customer.objects.all(), order=order, row=each) for each in people]
    back = [
        keyset_neighbour(Customer.objects.all(), order=order, row=each, backwards=True) for each in people
    ]

    assert (there, back) == ([*people[1:], None], [None, *people[:-1]])


def test_keyset_page_refuses_an_empty_value_where_none_can_be(five_sessions):
    nothing = base64.urlsafe_b64encode(json.dumps([None, "e"]).encode()).decode()
    page = keyset_page(Session.objects.all(), order=("-expire_date", "pk"), after=nothing, size=2)

    assert keys(page) == ["e", "d"]
