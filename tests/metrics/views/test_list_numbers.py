"""A saved list in numbers, and who stands behind them."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from crm.web.workbook import CONTENT_TYPE
from customers.models import Customer, Segment
from metrics.models import BuyingDay, RfmSegment
from tests.metrics.worth import counted, said_of

QUERIES = 8


@pytest.fixture
def fair(olga, anna, bert):
    counted()
    Customer.objects.filter(pk=anna.pk).update(source="fair")
    said_of(anna, "120", silent=90)
    said_of(bert, "480", silent=90)
    last = timezone.localdate() - timedelta(days=90)
    BuyingDay.objects.bulk_create(
        BuyingDay(customer=one, on=last, orders=1, sales=70, refunds=0, refunded=0) for one in (anna, bert)
    )
    return Segment.objects.create(name="From the fair", owner=olga, is_shared=True, query="source=fair")


@pytest.mark.parametrize("more", [0, 3])
def test_list_numbers_are_beside_everybody_elses(as_owner, fair, django_assert_num_queries, more):
    Customer.objects.bulk_create(Customer(given_name="N", source="fair") for _number in range(more))
    as_owner.get(f"/figures/lists/{fair.pk}/")

    with django_assert_num_queries(QUERIES):
        page = as_owner.get(f"/figures/lists/{fair.pk}/").text

    assert f"Customers in the list: {1 + more}; of them have bought: 1. Not in it: 1." in page
    assert "counted: 1 of 1" in page  # overdue, of the list
    assert "too few to say" in page
    assert f"/figures/lists/{fair.pk}/overdue/" in page


def test_list_people_are_those_of_the_list_behind_the_figure(as_owner, fair, anna):
    page = as_owner.get(f"/figures/lists/{fair.pk}/overdue/")
    assert [row.pk for row in page.context["rows"]] == [anna.pk]
    assert as_owner.get(f"/figures/lists/{fair.pk}/no-figure/").status_code == 404
    assert as_owner.post(f"/figures/lists/{fair.pk}/").status_code == 405


def test_the_file_holds_what_the_page_may_say(as_owner, fair, django_assert_num_queries):
    path = f"/figures/lists/{fair.pk}/file/"
    as_owner.get(path)

    with django_assert_num_queries(QUERIES - 1):  # nothing is said of when it was counted
        answer = as_owner.get(path)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    name = f'attachment; filename="list-{fair.pk}-{timezone.localdate().isoformat()}.csv"'
    assert answer.headers["Content-Disposition"] == name
    assert lines[0].startswith("Figure,This list: counted,This list: of,This list: figure,This list: low")
    assert lines[0].endswith("Everybody else: how,Compared,difference,low,high")
    overdue = next(line for line in lines if line.startswith("Overdue"))
    assert overdue.endswith(",1,1,,,,counts_only,1,1,,,,counts_only,too few for a verdict,,,")
    assert len(lines) == 1 + 9 + len(RfmSegment)
    assert as_owner.get(f"{path}?format=xlsx").headers["Content-Type"] == CONTENT_TYPE
    assert path in as_owner.get(f"/figures/lists/{fair.pk}/").text


def test_the_file_is_for_who_sees_figures_and_the_list(client, as_owner, fair, mark, mira):
    mine = Segment.objects.create(name="Mine alone", owner=mark, query="source=fair")

    assert as_owner.get(f"/figures/lists/{mine.pk}/file/").status_code == 404
    assert as_owner.post(f"/figures/lists/{fair.pk}/file/").status_code == 405
    Segment.objects.filter(pk=fair.pk).update(query="nonsense=1")
    assert as_owner.get(f"/figures/lists/{fair.pk}/file/").status_code == 404
    assert f"/figures/lists/{fair.pk}/file/" not in as_owner.get(f"/figures/lists/{fair.pk}/").text
    client.force_login(mira)
    assert client.get(f"/figures/lists/{fair.pk}/file/").status_code == 403


def test_a_list_that_cannot_be_read_counts_nobody(as_owner, fair):
    Segment.objects.filter(pk=fair.pk).update(query="nonsense=1")

    assert "nobody is counted" in as_owner.get(f"/figures/lists/{fair.pk}/").text
    assert as_owner.get(f"/figures/lists/{fair.pk}/overdue/").status_code == 404


def test_lists_in_numbers_are_for_who_sees_figures_and_the_list(client, as_owner, fair, mark, mira):
    mine = Segment.objects.create(name="Mine alone", owner=mark, query="source=fair")

    page = as_owner.get("/figures/lists/").text

    assert ("From the fair" in page, "Mine alone" in page) == (True, False)
    assert as_owner.get(f"/figures/lists/{mine.pk}/").status_code == 404
    client.force_login(mira)
    assert client.get(f"/figures/lists/{fair.pk}/").status_code == 403
    assert f"/figures/lists/{fair.pk}/" not in client.get("/customers/segments/").text


def test_the_fifty_first_list_is_reached(as_owner, olga):
    Segment.objects.bulk_create(
        Segment(name=f"List {number:02}", owner=olga, is_shared=True, query="source=fair")
        for number in range(51)
    )

    first = as_owner.get("/figures/lists/")
    more = re.search(r'rel="next" href="([^"]+)"', first.text).group(1)
    second = as_owner.get(f"/figures/lists/{unescape(more)}")

    assert ("List 49" in first.text, "List 50" in first.text) == (True, False)
    assert [row.name for row in second.context["page"].rows] == ["List 50"]
    assert 'rel="next"' not in second.text
