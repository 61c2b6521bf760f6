"""The first screen says something true of every shop."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from customers.models import Purchase
from engagement.models import Enquiry
from metrics.rollups import rebuild
from metrics.tiles import BOARD
from tests.metrics.buying import NOON, sell

pytestmark = pytest.mark.django_db
BOARD_PAGE = "/figures/"
TODAY = NOON + timedelta(days=400)
PAGES = [
    BOARD_PAGE,
    "/figures/all/",
    "/figures/by-month/",
    "/figures/by-value/",
    "/figures/letter/",
    *(
        f"/figures/{slug}/"
        for slug in (
            "revenue",
            "nps",
            "silent",
            "first_answer",
            "advocates",
            "repeat_within_90",
            "new_contacts",
            "remedied",
        )
    ),
    *(f"/figures/{slug}/people/" for slug in ("orders", "overdue", "nps", "praise")),
]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_the_board_shows_value_counts_interval_and_comparison(as_owner, anna):
    sell(anna, 0, *range(372, 401), *range(8, 37), total="12")
    sell(None, 390, total="2")
    rebuild()

    page = as_owner.get(BOARD_PAGE).text

    assert "£350.00" in page
    assert "29 orders with a known customer of 30 orders" in page
    assert "between 83% and 99%" in page
    assert "£348.00 a year earlier" in page


def test_an_arrow_needs_a_difference_that_leaves_nought_out(as_owner, anna):
    sell(anna, 0, *range(371, 401), *[380] * 10, *range(8, 37), *[10] * 11)
    rebuild()

    assert "No clear change: 40 a year earlier" in as_owner.get(BOARD_PAGE).text

    sell(anna, *[385] * 60)
    rebuild()

    assert "More than a year earlier: 40" in as_owner.get(BOARD_PAGE).text


def test_a_young_shop_is_compared_with_the_days_before(as_owner, anna):
    sell(anna, 350, 352, 385)
    rebuild()

    assert "in the 30 days before" in as_owner.get(BOARD_PAGE).text


def test_the_address_holds_period_place_and_channel(as_owner, anna, counter):
    sell(anna, 300, location=counter, channel="phone", total="7")
    sell(anna, 301, total="1000")
    rebuild()

    page = as_owner.get(f"{BOARD_PAGE}?days=7&until=2026-11-01&location={counter.pk}&channel=phone").text

    assert "£7.00" in page
    assert "£1,000.00" not in page
    assert f"?days=7&amp;until=2026-11-01&amp;location={counter.pk}&amp;channel=phone" in page


def test_a_day_to_come_is_refused_and_stays_as_it_was_typed(as_owner, anna):
    page = as_owner.get(f"{BOARD_PAGE}?until=2399-01-01")

    assert (page.status_code, page.context["lens"].last) == (200, page.context["lens"].today)
    assert "This day is still to come" in page.text
    assert 'value="2399-01-01"' in page.text


def test_an_address_that_nobody_understands_says_so(as_owner):
    page = as_owner.get(f"{BOARD_PAGE}?days=x&until=yesterday&location=99&channel=pigeon")

    assert page.status_code == 200
    assert page.text.count("field-errors") == 4


def test_the_board_costs_the_same_whatever_was_bought(as_owner, anna, bert, django_assert_num_queries):
    as_owner.get(BOARD_PAGE)
    for days in ((390,), range(300, 400)):
        sell(anna, *days)
        sell(bert, *days)
        rebuild()
        with django_assert_num_queries(18):
            as_owner.get(BOARD_PAGE)


def test_the_board_says_how_many_questions_are_open_and_since_when(as_owner, anna):
    asked_at = TODAY - timedelta(days=9)
    Enquiry.objects.create(
        customer=anna,
        channel="email",
        question="?",
        received_at=asked_at,
        waiting_since=asked_at,
        answer_by=asked_at + timedelta(days=1),
    )

    assert "1 open, 1 past its day, the oldest since 31 Jan 2027" in as_owner.get(BOARD_PAGE).text


def test_staff_do_not_see_the_board(client, mira, vera):
    for person in (mira, vera):
        client.force_login(person)
        assert {client.get(page).status_code for page in PAGES} == {403}


def test_the_board_only_answers_who_reads(as_owner):
    assert {as_owner.post(page).status_code for page in PAGES} == {405}


def answers(client):
    return {page: client.get(page).status_code for page in PAGES}


def is_fine(found):
    return set(found.values()) == {200}


def test_every_page_stands_before_anything_was_counted(as_owner):
    assert is_fine(answers(as_owner))
    assert "Nothing has been counted yet." in as_owner.get(BOARD_PAGE).text


def test_every_page_stands_in_an_empty_shop(as_owner):
    rebuild()

    assert is_fine(answers(as_owner))
    assert "Nobody has bought yet" in as_owner.get("/figures/by-value/").text
    page = as_owner.get(BOARD_PAGE).text
    assert "0%" not in page
    assert page.count("no data") >= 8


def test_one_customer_is_shown_as_counts(as_owner, anna):
    sell(anna, 300, 310)
    rebuild()

    assert is_fine(answers(as_owner))
    assert "1 of 1" in as_owner.get("/figures/repeat_within_90/").text


def test_only_refunds_are_no_sales(as_owner, anna):
    sell(anna, 390, 391, total="-5", is_refund=True)
    rebuild()

    assert is_fine(answers(as_owner))
    assert "£0.00" in as_owner.get(BOARD_PAGE).text
    assert "Nobody has bought yet" in as_owner.get("/figures/by-value/").text


def test_purchases_of_days_to_come_count_when_they_come(as_owner, anna):
    sell(anna, 500, 501)
    rebuild()

    assert is_fine(answers(as_owner))
    assert "£0.00" in as_owner.get(BOARD_PAGE).text
    assert "No cohorts yet" in as_owner.get("/figures/by-month/").text


def test_the_board_is_as_of_the_last_count(as_owner, anna):
    rebuild()
    sell(anna, 399)

    page = as_owner.get(BOARD_PAGE).text

    assert Purchase.objects.count() == 1
    assert f"As of {timezone.localtime(TODAY):%H:%M} on" in page
    assert "£0.00" in page


def test_every_figure_of_the_board_leads_to_its_meaning_and_its_people(as_owner):
    page = as_owner.get(BOARD_PAGE).text

    assert [metric.slug for metric in BOARD if f'href="/figures/{metric.slug}/people/"' not in page] == [
        "silent"
    ]
    assert 'href="/figures/silent_365/people/"' in page


def test_the_board_can_be_printed_whatever_there_is(as_owner, anna, counter):
    empty = as_owner.get("/figures/paper/")
    sell(anna, 0, *range(372, 401), location=counter, total="12")
    rebuild()

    whole = as_owner.get(f"/figures/paper/?days=30&location={counter.pk}&until=2027-02-08")

    assert [answer.content[:5] for answer in (empty, whole)] == [b"%PDF-", b"%PDF-"]
    assert whole["Content-Disposition"] == 'attachment; filename="figures-2027-02-08.pdf"'
    assert len(whole.content) > len(empty.content)
