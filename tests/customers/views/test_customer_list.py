"""The list: who is in it, in what order, with which columns, and how it is walked through."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from customers.actions.customer import create_customer
from customers.listing import SORT_WORDS, Listing
from customers.models import Customer, CustomField, Segment
from customers.neighbours import neighbours
from tests.customers.test_filters import HOSTILE

PAGE = "/customers/"


@pytest.fixture
def people(shop):
    """Five people with figures; two of them never came."""
    now = timezone.now()
    made = []
    for number, (name, spend, seen) in enumerate(
        [("Ada", 50, 3), ("Bo", 10, None), ("Cy", 90, 1), ("Di", 30, None), ("Ed", 70, 9)]
    ):
        customer = create_customer({"given_name": name, "phones": [f"+44163296000{number}"]}, by=None)
        seen_at = None if seen is None else now - timedelta(days=seen)
        Customer.objects.filter(pk=customer.pk).update(
            spend=spend, last_seen_at=seen_at, stage="retention" if spend > 40 else "attraction"
        )
        made.append(customer)
    return made


def names(response):
    return re.findall(r'person-link person"[^>]*><strong>([^<]*)<', response.content.decode())


@pytest.mark.parametrize("customer_count", [1, 3])
@pytest.mark.parametrize(
    ("query", "number"), [("", 6), ("?sort=-spend&stage=attraction", 6), ("?sort=seen", 7)]
)
def test_customer_list_asks_the_same_number_of_questions(
    as_staff, shop, customer_count, query, number, django_assert_num_queries
):
    for n in range(customer_count):
        create_customer({"family_name": f"P {n}", "phones": [f"+44163296000{n}"], "tags": ["new"]}, by=None)
    as_staff.get(PAGE)

    with django_assert_num_queries(number):
        assert len(names(as_staff.get(f"{PAGE}{query}"))) == customer_count


@pytest.mark.parametrize("customer_count", [1, 3])
def test_customer_list_with_everything_on_stays_at_eight_questions(
    as_staff, shop, mira, customer_count, django_assert_num_queries
):
    CustomField.objects.create(key="size", label="Size", kind="number")
    for n in range(customer_count):
        create_customer({"family_name": f"P {n}", "looked_after_by": mira, "custom": {"size": "42"}}, by=None)
    query = {"owner": mira.pk, "columns": "owner,location,custom.size,tags,email", "missing": "email"}
    as_staff.get(PAGE)

    with django_assert_num_queries(8):
        page = as_staff.get(PAGE, query)
    assert page.content.decode().count(">42<") == customer_count


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "Ada Bo Cy Di Ed"),
        ("-name", "Ed Di Cy Bo Ada"),
        ("-spend", "Cy Ed Ada Di Bo"),
        ("spend", "Bo Di Ada Ed Cy"),
        ("-seen", "Cy Ada Ed Di Bo"),
        ("seen", "Ed Ada Cy Bo Di"),
        ("stage", "Bo Di Ada Cy Ed"),
        ("-added", "Ed Di Cy Bo Ada"),
    ],
)
def test_customer_list_sorts_with_empty_ones_last(as_staff, people, sort, order):
    assert names(as_staff.get(PAGE, {"sort": sort})) == order.split()


@pytest.mark.parametrize("sort", SORT_WORDS)
def test_next_leads_through_everybody_once(as_staff, people, sort, monkeypatch):
    from customers import listing

    page_of_two = listing.keyset_page
    monkeypatch.setattr(listing, "keyset_page", lambda *args, **more: page_of_two(*args, size=2, **more))
    seen: list[str] = []
    address = f"{PAGE}?sort={sort}"
    while address:
        page = as_staff.get(address)
        seen += names(page)
        link = re.search(r'rel="next" href="([^"]*)"', page.content.decode())
        address = PAGE + link[1].replace("&amp;", "&") if link else ""

    assert sorted(seen) == ["Ada", "Bo", "Cy", "Di", "Ed"]


def test_customer_list_shows_chips_that_lead_back(as_staff, people):
    page = as_staff.get(PAGE, {"stage": "retention", "spend_from": "60", "sort": "-spend"}).content.decode()

    assert names(as_staff.get(PAGE, {"stage": "retention", "spend_from": "60"})) == ["Cy", "Ed"]
    assert 'href="?spend_from=60&amp;sort=-spend">Stage: Retention<' in page
    assert 'href="?stage=retention&amp;sort=-spend">Spent: at least 60<' in page
    assert "<strong>2</strong> customers" in page


def test_customer_list_counts_up_to_a_thousand(as_staff, shop):
    Customer.objects.bulk_create(Customer(given_name=f"P{n}", sort_key=f"p{n:04}") for n in range(1001))

    assert "<strong>1,000+</strong>" in as_staff.get(PAGE).content.decode()


def test_customer_list_fetches_only_what_it_shows(people):
    listing = Listing("columns=city")

    first = listing.page(Customer.objects.all(), after=None).rows[0]

    assert {"spend", "stage", "custom", "whereabouts", "street"} <= first.get_deferred_fields()


@pytest.mark.parametrize(
    "name", ["sort", "columns", "after", "segment", "in", "stage", "tag", "q", "nobody_knows"]
)
def test_hostile_words_in_the_address_change_nothing(as_staff, people, name):
    for value in HOSTILE:
        response = as_staff.get(PAGE, {name: value})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
    assert as_staff.get(f"{PAGE}?{name}=%00").status_code == 400


def test_customer_list_says_what_it_did_not_understand(as_staff, people):
    page = as_staff.get(PAGE, {"stage": "asleep", "sort": "password", "nonsense": "1"}).content.decode()

    assert all(word in page for word in ("“asleep” is none of the choices", "“password”", "“nonsense”"))
    assert page.count("person-link") == 5


def test_an_address_from_the_form_is_written_shorter(as_staff, people):
    response = as_staff.get(
        f"{PAGE}?from=form&stage=lapsed&spend_from=&tag=&sort=name&columns=contact&columns=city"
    )

    assert response.headers["Location"] == "/customers/?stage=lapsed&columns=contact,city"


def test_filter_form_shows_what_is_asked(as_staff, people):
    CustomField.objects.create(key="size", label="Size", kind="number")
    page = as_staff.get("/customers/filter/", {"stage": "lapsed", "custom.size.from": "40"}).content.decode()

    assert re.search(r'name="stage" value="lapsed"[^>]*checked', page)
    assert re.search(r'name="custom.size.from" value="40"', page)
    part = as_staff.get("/customers/filter/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'id="filter"' in part) == (False, True)


@pytest.mark.parametrize(
    "query", ["", "sort=-seen", "stage=retention&sort=-spend", "sort=seen", "sort=stage"]
)
def test_neighbours_walk_through_the_list(as_staff, people, query):
    in_order = [row.pk for row in Listing(query).page(Customer.objects.all(), after=None).rows]
    by_number = Customer.objects.in_bulk()

    beside = [neighbours(by_number[pk], Listing(query), among=Customer.objects.all()) for pk in in_order]

    following = [re.search(r"/(\d+)/", each.next) for each in beside]
    before = [re.search(r"/(\d+)/", each.previous) for each in beside]
    assert [match and int(match[1]) for match in following] == [*in_order[1:], None]
    assert [match and int(match[1]) for match in before] == [None, *in_order[:-1]]
    assert all(urlencode({"in": query}) in each.next for each in beside[:-1])


@pytest.mark.parametrize(("query", "number"), [("", 2), ("stage=retention&sort=-spend", 2)])
def test_neighbours_ask_two_questions(people, query, number, django_assert_num_queries):
    with django_assert_num_queries(number):
        neighbours(people[2], Listing(query), among=Customer.objects.all())


def test_customer_page_leads_to_the_next_only_in_a_list(as_staff, people):
    address = f"/customers/{people[2].pk}/"

    page = as_staff.get(address, {"in": "sort=-spend"}).content.decode()

    assert f'data-next href="/customers/{people[4].pk}/?in=sort%3D-spend"' in page
    assert "data-previous" not in page
    assert f'href="/customers/?sort=-spend#person-{people[2].pk}"' in page
    assert "data-next" not in as_staff.get(address).content.decode()
    for value in HOSTILE:
        assert as_staff.get(address, {"in": f"stage={value}&sort={value}"}).status_code == 200


def test_customer_page_leads_back_to_the_row_of_the_saved_list(as_staff, people):
    listed = as_staff.get(PAGE, {"sort": "-spend", "segment": "7", "after": "WzFd"}).content.decode()
    address = re.search(rf'id="person-{people[2].pk}" href="([^"]+)"', listed)

    page = as_staff.get(address[1]).content.decode()

    where = "sort=-spend&amp;segment=7&amp;after=WzFd"
    assert f'href="/customers/?{where}#person-{people[2].pk}"' in page
    following = f"/customers/{people[4].pk}/?{urlencode({'in': where.replace('&amp;', '&')})}"
    assert f'data-next href="{following}"' in page


def test_customer_list_is_closed_to_strangers(client, people):
    assert client.get(PAGE).status_code == 302


def test_customer_list_offers_changes_only_to_managers(client, mira, mark, people):
    client.force_login(mira)
    assert 'name="pk"' not in client.get(PAGE).content.decode()

    client.force_login(mark)
    page = client.get(PAGE).content.decode()
    assert ('name="pk"' in page, "All 5 who match" in page) == (True, True)
    assert Segment.objects.count() == 0
