"""The customers' pages: the ladder for each, and what they show."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer, edit_customer
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer
from customers.timeline import FIRST_PAGE
from engagement.actions.follow_up import Promise, make_follow_up


def test_customer_list_finds_by_the_beginning_of_a_name_and_the_end_of_a_number(as_staff, anna, bert):
    for typed in ("bel", "ANNA", "anna b", "0001", "01632 960001", "anna@ex"):
        page = as_staff.get("/customers/", {"q": typed}).content.decode()
        assert ("Anna Bell" in page, f"/customers/{bert.pk}/" in page) == (True, False), typed


def test_customer_list_offers_to_add_whom_nobody_knows(as_staff, anna):
    page = as_staff.get("/customers/", {"q": "Carla Dean"}).content.decode()

    assert "/customers/new/?name=Carla+Dean" in page


@pytest.mark.parametrize("line_count", [1, 3, 50])
def test_customer_detail_asks_the_same_number_of_questions(
    as_staff: Client, anna, line_count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(line_count):
        as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "visit"})
    as_staff.get(f"/customers/{anna.pk}/")

    with django_assert_num_queries(7):
        as_staff.get(f"/customers/{anna.pk}/")


def test_customer_add_takes_a_phone_number_alone(as_staff, shop):
    response = as_staff.post("/customers/new/", {"phones": "01632 960555", "once": "k1"})

    customer = Customer.objects.get()
    assert response.headers["Location"] == f"/customers/{customer.pk}/"
    assert [phone.number for phone in customer.phones.all()] == ["+441632960555"]


def test_customer_add_twice_makes_one(as_staff, shop):
    for _ in range(2):
        as_staff.post("/customers/new/", {"family_name": "Dean", "once": "k1"})

    assert Customer.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "at least a name"),
        ({"phones": "01632 960555\n12"}, "12: This phone number has too few or too many digits."),
        ({"emails": "nobody"}, "nobody: This is not an e-mail address."),
        ({"given_name": "x" * 81}, "too long"),
        ({"given_name": "A", "birthday": "31/2"}, "There is no such day."),
    ],
)
def test_customer_add_says_what_it_did_not_understand(as_staff, shop, typed, message):
    response = as_staff.post("/customers/new/", typed)

    page = response.content.decode()
    assert (response.status_code, message in page) == (422, True)
    assert all(word.splitlines()[0] in page for word in typed.values())
    assert Customer.objects.count() == 0


def test_customer_edit_keeps_what_was_typed_when_a_colleague_was_faster(as_staff, anna, otto):
    edit_customer(anna, {"city": "York"}, version=1, by=otto)

    response = as_staff.post(
        f"/customers/{anna.pk}/edit/",
        {
            "given_name": "Anna",
            "family_name": "Bell",
            "phones": "+441632960001",
            "emails": "anna@example.org",
            "city": "Hull",
            "version": "1",
        },
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert all(word in page for word in ("Otto", "York", "Hull"))
    assert Customer.objects.get(pk=anna.pk).city == "York"


def test_customer_edit_after_having_seen_it_stands(as_staff, anna, otto):
    edit_customer(anna, {"city": "York"}, version=1, by=otto)

    as_staff.post(f"/customers/{anna.pk}/edit/", {"given_name": "Anna", "city": "Hull", "version": "2"})

    assert Customer.objects.get(pk=anna.pk).city == "Hull"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/customers/new/", 403), ("/customers/{pk}/edit/", 403), ("/customers/{pk}/log/", 403)],
)
def test_changing_pages_are_forbidden_to_viewers(client, vera, anna, path, status):
    client.force_login(vera)

    response = client.post(path.format(pk=anna.pk), {"given_name": "X", "kind": "visit"})

    assert response.status_code == status
    assert AuditEntry.objects.exclude(verb="customer.created").count() == 0


def test_customer_detail_of_nobody_is_404(as_staff):
    assert as_staff.get("/customers/999999/").status_code == 404


def test_customer_quiet_by_htmx_answers_with_its_part(as_staff, anna):
    response = as_staff.post(f"/customers/{anna.pk}/quiet/", {"quiet": "1"}, headers={"HX-Request": "true"})

    assert "May be disturbed again" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_customer_quiet_refuses_get(as_staff, anna):
    assert as_staff.get(f"/customers/{anna.pk}/quiet/").status_code == 405


@pytest.mark.parametrize(("typed", "shown"), [("29/2", "29 February"), ("29/2/1980", "29 February 1980")])
def test_customer_detail_shows_a_leap_day_as_it_is(as_staff, anna, typed, shown):
    as_staff.post(f"/customers/{anna.pk}/edit/", {"given_name": "Anna", "birthday": typed, "version": "1"})

    assert f">{shown}<" in as_staff.get(f"/customers/{anna.pk}/").content.decode()


def test_customer_list_finds_the_second_half_of_a_double_name(as_staff, shop):
    create_customer({"family_name": "Müller-Öztürk"}, by=None)

    assert "Müller-Öztürk" in as_staff.get("/customers/", {"q": "ozturk"}).content.decode()


def test_a_customer_without_a_name_is_called_by_their_number(as_staff, bert):
    assert "<title>+441632960002" in as_staff.get(f"/customers/{bert.pk}/").content.decode()
    assert "<strong>+441632960002</strong>" in as_staff.get("/customers/").content.decode()


def test_what_is_fetched_anew_brings_the_key_figures_along(as_staff, anna):
    Customer.objects.filter(pk=anna.pk).update(visit_days=7)

    part = as_staff.get(f"/customers/{anna.pk}/", headers={"HX-Request": "true"}).text
    page = as_staff.get(f"/customers/{anna.pk}/").text

    assert part.lstrip().startswith('<div id="stream"')
    assert '<dl class="key-figures" id="key-figures" hx-swap-oob="true">' in part
    assert "<dd>7</dd>" in part
    assert (page.count('id="key-figures"'), 'id="key-figures" hx-swap-oob' in page) == (1, False)


@pytest.mark.parametrize(
    ("sums", "shown", "hidden"),
    [
        ({}, "<dd>£0.00</dd>", "Nothing in GBP"),
        ({"EUR": 12}, "Nothing in GBP", "£0.00"),
        ({"EUR": 12, "GBP": 8}, "<dd>£8.00</dd>", "Nothing in GBP"),
    ],
)
def test_customer_detail_calls_other_money_not_nothing(
    as_staff, anna, sums, shown, hidden, django_assert_num_queries
):
    for currency, total in sums.items():
        line = Line(product_name="Tea", quantity=Decimal(1), unit_price=Decimal(total))
        record_purchase(Receipt(at=timezone.now(), lines=[line], currency=currency), customer=anna, by=None)
    as_staff.get(f"/customers/{anna.pk}/")

    with django_assert_num_queries(7):
        page = as_staff.get(f"/customers/{anna.pk}/").text

    figures = page.partition('id="key-figures"')[2].partition("</dl>")[0]
    assert (shown in figures, hidden in figures) == (True, False)


def test_customer_detail_begins_with_the_newest_and_the_way_to_the_others(as_staff, anna):
    for number in range(FIRST_PAGE + 2):
        as_staff.post(f"/customers/{anna.pk}/log/", {"kind": "visit", "text": f"Visit {number:02}"})

    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()
    more = re.search(r'rel="next" href="([^"]+)"', page)
    rest = as_staff.get(f"/customers/{anna.pk}/{unescape(more[1])}").content.decode()

    assert (page.count('<li class="line '), rest.count('<li class="line ')) == (FIRST_PAGE, 2)
    assert ("Visit 01" in page, "Visit 01" in rest) == (False, True)


def test_customer_detail_has_a_place_for_every_link_of_its_index(as_staff, anna):
    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()

    places = re.findall(r'class="chip" href="#(side-[a-z-]+)"', page)
    assert len(places) > 5
    assert [place for place in places if f'id="{place}"' not in page] == []


def test_customer_detail_folds_nothing_away_in_which_something_waits(as_staff, anna, mira):
    make_follow_up(anna, Promise("Call about the lamp", timezone.localdate(), mira), by=mira)

    page = as_staff.get(f"/customers/{anna.pk}/").content.decode()

    assert '<div id="side-follow-up">' in page
    assert 'href="#side-follow-up"' not in page
