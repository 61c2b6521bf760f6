"""One figure, its file and its people."""

from datetime import timedelta

import pytest
import time_machine

from crm.web.workbook import CONTENT_TYPE
from feedback.models import Improvement
from metrics.rollups import rebuild
from tests.metrics.buying import NOON, day, sell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON + timedelta(days=400), tick=False):
        yield


def test_a_figure_shows_its_trend_its_parts_and_its_meaning(as_owner, anna, counter):
    sell(anna, *range(371, 401), location=counter, channel="web")
    sell(anna, 399, total="3")
    rebuild()

    page = as_owner.get("/figures/revenue/").text

    assert page.count("<tr data-value") + page.count("data-unfinished data-value") == 13
    assert "Feb 2026" in page
    assert "High Street" in page
    assert "not known" in page
    assert "What all sales of the period come to" in page


def test_a_month_that_goes_on_says_so(as_owner, anna):
    sell(anna, 399)
    rebuild()

    assert as_owner.get("/figures/orders/").text.count("(not over)") == 1
    assert as_owner.get("/figures/orders/?step=week&until=2027-01-31").text.count("(not over)") == 0


def test_the_file_holds_what_the_page_may_say(as_owner, anna):
    sell(anna, 380, 381)
    Improvement.objects.create(title="Longer hours", state="done", live_on=day(370))
    rebuild()

    answer = as_owner.get("/figures/known_share/file/")

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="known_share-2027-02-09.csv"'
    assert lines[0].endswith("from,until,counted,of,figure,low,high,how,what you did")
    assert "2027-01-01,2027-01-31,2,2,,,,counts_only,Longer hours" in lines
    assert as_owner.get("/figures/known_share/file/?format=xlsx").headers["Content-Type"] == CONTENT_TYPE


def test_a_figure_nobody_defined_is_not_there(as_owner):
    for path in ("love", "love/file", "love/people", "by-value/rich"):
        assert as_owner.get(f"/figures/{path}/").status_code == 404


def test_the_people_behind_a_figure_can_be_ticked(as_owner, anna, bert):
    sell(anna, 395, total="5")
    sell(bert, 100)
    rebuild()

    page = as_owner.get("/figures/orders/people/").text

    assert f'name="pk" value="{anna.pk}" form="many"' in page
    assert "Anna Bell" in page
    assert f'value="{bert.pk}"' not in page
    assert 'formaction="/customers/export/"' in page


def test_whoever_is_ticked_can_be_changed(as_owner, anna):
    answer = as_owner.get(f"/customers/change/?list=&who=picked&pk={anna.pk}")

    assert answer.status_code == 200
    assert "The ones you have ticked" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same(as_owner, anna, bert, count, django_assert_num_queries):
    sell(anna, 395)
    if count > 1:
        sell(bert, 395)
    rebuild()
    as_owner.get("/figures/orders/people/")

    with django_assert_num_queries(5):
        as_owner.get("/figures/orders/people/")


def test_a_square_of_the_grid_shows_how_many_and_how_much(as_owner, anna, bert):
    sell(anna, 395, total="5")
    sell(bert, *range(100, 106), total="10")
    rebuild()

    page = as_owner.get("/figures/by-value/").text

    assert "£60.00" in page
    assert "Can&#x27;t lose them" in page or "Can't lose them" in page
    assert "Anna Bell" in as_owner.get("/figures/by-value/promising/").text
