"""The search box: its page, its list, and the way to whoever is not known yet."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from customers.actions.customer import create_customer
from customers.actions.search_word import write_search_words
from customers.models import Customer, ExternalId

PART = {"HX-Request": "true"}


@pytest.mark.parametrize(
    "typed", ["bel", "ANNA", "bell anna", "0001", "01632 960001", "+44 1632 960001", "anna@ex", "@example"]
)
def test_customer_search_finds_by_whatever_is_known(as_staff, anna, bert, typed):
    page = as_staff.get("/search/", {"q": typed}).content.decode()

    assert f'href="/customers/{anna.pk}/"' in page


def test_customer_search_answers_htmx_with_the_options_alone(as_staff, anna):
    response = as_staff.get("/search/", {"q": "anna"}, headers=PART)

    part = response.content.decode()
    assert (part.count('role="option"'), "<html" in part) == (2, False)
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Carla Dean", "name=Carla+Dean"),
        ("07700 900123", "phone=07700+900123"),
        ("carla@shop.example", "email=carla%40shop.example"),
        ("Carla 07700 900123", "name=Carla&amp;phone=07700+900123"),
    ],
)
def test_customer_search_offers_to_add_whom_nobody_knows(as_staff, anna, typed, query):
    page = as_staff.get("/search/", {"q": typed}).content.decode()

    assert f"/customers/new/?{query}" in page


def test_customer_add_has_what_was_typed_in_its_fields(as_staff, shop):
    address = "/customers/new/?name=Carla+Dean&phone=07700+900123&email=carla%40shop.example"

    form = as_staff.get(address).context["form"]

    shown = {name: form[name].value() for name in ("given_name", "family_name", "phones", "emails")}
    assert shown == {
        "given_name": "Carla",
        "family_name": "Dean",
        "phones": "07700 900123",
        "emails": "carla@shop.example",
    }


def test_customer_search_offers_viewers_nothing_to_add(client, vera, anna):
    client.force_login(vera)

    page = client.get("/search/", {"q": "Nobody"}).content.decode()

    assert ("/customers/new/" in page, "Nobody found" in page) == (False, True)


def test_customer_search_says_when_it_guesses(as_staff, anna):
    page = as_staff.get("/search/", {"q": "Anan Bell"}).content.decode()

    assert ("Perhaps you mean" in page, f"/customers/{anna.pk}/" in page) == (True, True)


@pytest.mark.parametrize("customer_count", [1, 25])
def test_customer_search_asks_two_questions_and_those_of_every_page(
    as_staff: Client, shop, customer_count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(customer_count):
        create_customer({"family_name": f"Person{number}", "phones": [f"+44163296{number:04}"]}, by=None)
    as_staff.get("/search/", {"q": "person"})

    with django_assert_num_queries(5):  # session, person, shop
        as_staff.get("/search/", {"q": "person"}, headers=PART)


@pytest.mark.parametrize("typed", ["x" * 50_000, "%", "_", "\\", "'; DROP TABLE", "(" * 500, "%s"])
def test_customer_search_takes_anything(as_staff, anna, typed):
    assert as_staff.get("/search/", {"q": typed}).status_code == 200


def test_customer_search_refuses_nul_and_post(as_staff, shop):
    assert as_staff.get("/search/?q=%00").status_code == 400
    assert as_staff.post("/search/").status_code == 405


def test_customer_search_escapes_what_was_typed(as_staff, shop):
    page = as_staff.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page


def test_customer_search_shows_number_and_last_visit(as_staff, anna):
    Customer.objects.filter(pk=anna.pk).update(last_seen_at=timezone.now())

    part = as_staff.get("/search/", {"q": "anna"}, headers=PART).content.decode()

    assert ("01632 960001" in part, "seen " in part) == (True, True)


def test_customer_search_shows_the_number_elsewhere_of_whom_nothing_else_is_known(as_staff, shop):
    stranger = Customer.objects.create(sort_key="~")
    ExternalId.objects.create(customer=stranger, source="old till", value="14646")
    write_search_words([stranger.pk])

    part = as_staff.get("/search/?q=1464", headers={"HX-Request": "true"}).content.decode()

    assert "number 14646" in part


@pytest.mark.parametrize(
    ("person", "shown", "hidden"),
    [
        ("olga", "/staff/", "none"),
        ("mira", "/customers/new/", "/staff/"),
        ("vera", "/customers/", "/customers/new/"),
    ],
)
def test_action_list_names_what_somebody_may_do(client, request, person, shown, hidden):
    client.force_login(request.getfixturevalue(person))

    for headers in ({}, PART):
        page = client.get("/do/", headers=headers).content.decode()
        actions = page.partition("<main")[2] or page
        assert (f'href="{shown}"' in actions, f'href="{hidden}"' in actions) == (True, False)


def test_key_list_is_a_page_and_a_part(as_staff):
    assert "<html" in as_staff.get("/keys/").content.decode()
    assert "<html" not in as_staff.get("/keys/", headers=PART).content.decode()


def test_customer_search_says_nobody_is_found_beside_the_way_to_add(as_staff, anna):
    part = as_staff.get("/search/", {"q": "Zoe Quill"}, headers=PART).content.decode()

    assert ("Nobody found" in part, "/customers/new/?name=Zoe+Quill" in part) == (True, True)


def test_customer_search_leads_to_the_composer_when_something_is_to_be_logged(as_staff, anna):
    opened = as_staff.get("/search/", {"then": "log"}).content.decode()
    pages = [as_staff.get("/search/", {"then": "log", "q": "anna"}, headers=head) for head in ({}, PART)]
    address = f'href="/customers/{anna.pk}/#composer"'

    assert ("Choose the customer first" in opened, 'name="then" value="log"' in opened) == (True, True)
    assert [address in page.content.decode() for page in pages] == [True, True]
    assert 'href="/search/?then=log"' in as_staff.get("/do/").content.decode()
