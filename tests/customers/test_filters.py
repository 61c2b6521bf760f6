"""The filter: what an address asks equals what a plain reading of every customer finds."""

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.shop.models import Location
from customers.filtering.parameters import PARAMETERS
from customers.filters import CustomerFilter
from customers.models import Consent, Customer, CustomField, Email, Phone, Tag

NOW = timezone.now().replace(hour=12, minute=0)
HOSTILE = [
    "' OR 1=1 --",
    "1; DROP TABLE customers_customer",
    "1) UNION SELECT password FROM shop_user --",
    "%' AND pg_sleep(9) AND '%",
    "../../etc/passwd",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "-1",
    "1e309",
    "NaN",
    "Infinity",
    "9" * 40,
    "٣",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "a" * 5000,
    '$."x" ? (@ == 1)',
]


def _customer(n: int, places, people) -> Customer:
    return Customer(
        family_name=f"P{n:02}",
        sort_key=f"p{n:02}",
        stage=["attraction", "conversion", "retention", "advocacy", "lapsed"][n % 5],
        source=["", "Walked by", "Friend's tip"][n % 3],
        relationship=["", "community", "transactional"][n % 3],
        last_location=[None, *places][n % 3],
        looked_after_by=[None, *people, None][n % 4],
        last_purchase_at=None if n % 4 == 0 else NOW - timedelta(days=7 * n),
        spend=Decimal(n) * Decimal("12.345"),
        purchase_count=n % 7,
        birth_day=None if n % 5 == 0 else 3,
        birth_month=None if n % 5 == 0 else n % 12 + 1,
        do_not_disturb_since=NOW if n % 9 == 0 else None,
        custom=_custom(n),
    )


def _consent(n: int, customer: Customer, step: int) -> Consent:
    return Consent(
        customer=customer,
        channel="email",
        topic="news" if n % 2 else "feedback",
        is_given=step % 2 == 0,
        wording="May we write?" if n % 3 else "",
        source="test",
        at=NOW + timedelta(minutes=step),
    )


@pytest.fixture
def people(shop, mira, otto, counter):
    """Forty customers with a bit of everything."""
    CustomField.objects.create(key="size", label="Size", kind="number")
    CustomField.objects.create(key="colour", label="Colour", kind="choice", choices=["red", "blue"])
    CustomField.objects.create(key="member", label="Member", kind="yes_no")
    CustomField.objects.create(key="since", label="Since", kind="day")
    tags = [Tag.objects.create(name=f"T{n}", folded_name=f"t{n}") for n in range(3)]
    harbour = Location.objects.create(name="Harbour")
    made = Customer.objects.bulk_create(_customer(n, (counter, harbour), (mira, otto)) for n in range(40))
    for n, customer in enumerate(made):
        customer.created_at = NOW - timedelta(days=10 * n)
    Customer.objects.bulk_update(made, ["created_at"])
    numbered, tagged = list(enumerate(made)), Customer.tags.through
    pairs = [(x, tag) for n, x in numbered for number, tag in enumerate(tags) if n % (number + 2) == 0]
    tagged.objects.bulk_create(tagged(customer=x, tag=tag) for x, tag in pairs)
    Email.objects.bulk_create(Email(customer=x, address=f"p{n}@example.org") for n, x in numbered if n % 3)
    Phone.objects.bulk_create(Phone(customer=x, number=f"+4416329600{n:02}") for n, x in numbered if n % 4)
    Consent.objects.bulk_create(_consent(n, x, step) for n, x in numbered for step in range(n % 4))
    return list(Customer.objects.order_by("pk"))


def _custom(n):
    custom = {"size": f"{30 + n}.50", "member": n % 2 == 0, "since": f"20{10 + n % 10}-05-0{n % 9 + 1}"}
    custom["colour"] = ["red", "blue"][n % 2]
    return {} if n % 6 == 0 else custom if n % 7 else custom | {"size": "many", "since": 5}


def answers_of(customer):
    news = list(customer.consents.filter(channel="email", topic="news").order_by("at", "pk"))
    was_refused = any(not answer.is_given for answer in news)
    return [answer.is_given for answer in news if not (answer.is_given and was_refused) or answer.wording]


def day_of(at):
    return timezone.localtime(at).date() if at else None


def tag_names(customer):
    return {tag.name for tag in customer.tags.all()}


def size_of(customer):
    text = customer.custom.get("size", "")
    return Decimal(text) if text and text != "many" else None


def since_of(customer):
    text = customer.custom.get("since")
    return date.fromisoformat(text) if isinstance(text, str) else None


TODAY = NOW.date()
days = st.integers(0, 300)
dates = days.map(lambda ago: TODAY - timedelta(days=ago))
few = lambda options: st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True)  # noqa: E731
# name: (values, does a customer match)
NAIVE = {
    "stage": (few(["attraction", "retention", "lapsed"]), lambda c, v: c.stage in v),
    "tag": (few(["T0", "T1", "T2"]), lambda c, v: bool(tag_names(c) & set(v))),
    "every_tag": (few(["T0", "T1", "T2"]), lambda c, v: tag_names(c) >= set(v)),
    "source": (few(["Walked by", "Friend's tip"]), lambda c, v: c.source in v),
    "location": (few(["High Street", "Harbour"]), lambda c, v: str(c.last_location) in v),
    "owner": (
        few(["Mira", "Otto", "nobody"]),
        lambda c, v: (c.looked_after_by.name if c.looked_after_by else "nobody") in v,
    ),
    "bought_since": (dates, lambda c, v: bool(c.last_purchase_at) and day_of(c.last_purchase_at) >= v),
    "bought_before": (dates, lambda c, v: bool(c.last_purchase_at) and day_of(c.last_purchase_at) < v),
    "within": (
        days,
        lambda c, v: bool(c.last_purchase_at) and (TODAY - day_of(c.last_purchase_at)).days <= v,
    ),
    "not_within": (
        days,
        lambda c, v: bool(c.last_purchase_at) and (TODAY - day_of(c.last_purchase_at)).days > v,
    ),
    "spend_from": (st.decimals(0, 500, places=2), lambda c, v: c.spend >= v),
    "spend_to": (st.decimals(0, 500, places=2), lambda c, v: c.spend <= v),
    "purchases_from": (st.integers(0, 8), lambda c, v: c.purchase_count >= v),
    "purchases_to": (st.integers(0, 8), lambda c, v: c.purchase_count <= v),
    "birthday_month": (few(["1", "2", "6", "12"]), lambda c, v: str(c.birth_month) in v),
    "missing": (
        few(["email", "phone"]),
        lambda c, v: not any(list(getattr(c, f"{way}s").all()) for way in v),
    ),
    "consent_email": (
        st.sampled_from(["yes", "no", "unasked"]),
        lambda c, v: ({True: "yes", False: "no"}[answers_of(c)[-1]] if answers_of(c) else "unasked") == v,
    ),
    "relationship": (few(["community", "transactional"]), lambda c, v: c.relationship in v),
    "created_since": (dates, lambda c, v: day_of(c.created_at) >= v),
    "quiet": (
        st.sampled_from(["yes", "no"]),
        lambda c, v: (c.do_not_disturb_since is not None) == (v == "yes"),
    ),
    "custom.size.from": (st.integers(25, 75), lambda c, v: size_of(c) is not None and size_of(c) >= v),
    "custom.size.to": (st.integers(25, 75), lambda c, v: size_of(c) is not None and size_of(c) <= v),
    "custom.colour": (few(["red", "blue"]), lambda c, v: c.custom.get("colour") in v),
    "custom.member": (st.sampled_from(["yes", "no"]), lambda c, v: c.custom.get("member") is (v == "yes")),
    "custom.since.from": (
        st.dates(date(2009, 1, 1), date(2021, 1, 1)),
        lambda c, v: since_of(c) is not None and since_of(c) >= v,
    ),
    "custom.since.before": (
        st.dates(date(2009, 1, 1), date(2021, 1, 1)),
        lambda c, v: since_of(c) is not None and since_of(c) < v,
    ),
}


@st.composite
def questions(draw):
    names = draw(st.lists(st.sampled_from(sorted(NAIVE)), min_size=1, max_size=3, unique=True))
    return {name: draw(NAIVE[name][0]) for name in names}


def address_of(question, numbers):
    """The names of tags, places and people as the numbers that addresses hold."""
    pairs = [
        (name, numbers.get((name.removeprefix("every_"), value), value))
        for name, values in question.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return urlencode(pairs)


def test_naive_reading_knows_every_parameter_but_the_search():
    assert {name for name in NAIVE if not name.startswith("custom.")} == set(PARAMETERS) - {"q"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions())
def test_filter_finds_whom_a_plain_reading_finds(people, mira, otto, question):
    numbers = {("tag", tag.name): tag.pk for tag in Tag.objects.all()}
    numbers |= {("location", place.name): place.pk for place in Location.objects.all()}
    numbers |= {("owner", "Mira"): mira.pk, ("owner", "Otto"): otto.pk}

    asked = CustomerFilter(address_of(question, numbers))

    found = asked.apply(Customer.objects.all()).order_by("pk")
    expected = [c.pk for c in people if all(NAIVE[name][1](c, v) for name, v in question.items())]
    assert (asked.errors, [c.pk for c in found]) == ([], expected)
    again = CustomerFilter(asked.query)
    assert (again.query, again.sentences) == (asked.query, asked.sentences)
    assert len(asked.sentences) == len(question)


@pytest.mark.parametrize("name", [*PARAMETERS, "custom.size.from", "custom.colour", "custom.since.before"])
def test_hostile_values_ask_nothing_and_break_nothing(people, name):
    before = Customer.objects.count()
    for value in HOSTILE:
        asked = CustomerFilter(urlencode({name: value}))
        list(asked.apply(Customer.objects.all()))
        assert len(asked.errors) + len(asked.conditions) == 1, value
    assert Customer.objects.count() == before


@pytest.mark.parametrize(
    "query",
    [
        "password=1",
        "stage__in=lapsed",
        "custom.nothing=1",
        "custom.=1",
        "looked_after_by__password=x",
        "pk=1",
    ],
)
def test_an_unknown_parameter_is_named_and_asks_nothing(people, query):
    asked = CustomerFilter(query)

    assert (len(asked.errors), asked.conditions, asked.query) == (1, [], "")
    assert query.split("=")[0] in asked.errors[0]


def test_filter_says_itself_in_words(people, mira):
    tag = Tag.objects.get(name="T1")
    asked = CustomerFilter(
        f"spend_from=1,000.50&owner=nobody&owner={mira.pk}&tag={tag.pk}&stage=lapsed&stage=retention&q="
    )

    assert asked.sentences == [
        "Stage: Retention or Lapsed",
        "Any of the tags: T1",
        "Spent: at least 1000.5",
        "Looked after by: Mira or nobody",
    ]
    assert asked.query == (
        f"stage=retention&stage=lapsed&tag={tag.pk}&spend_from=1000.5&owner={mira.pk}&owner=nobody"
    )
    assert [query for _condition, query in asked.without_each()][1] == asked.query.replace(
        f"tag={tag.pk}&", ""
    )


def test_a_tag_goes_by_its_name_or_its_number(people):
    one, nought = Tag.objects.get(name="T1"), Tag.objects.get(name="T0")

    named = CustomerFilter(f"tag=t1&tag=T0&tag={one.pk}")

    assert (named.errors, named.query) == ([], f"tag={nought.pk}&tag={one.pk}")
    assert CustomerFilter("every_tag=Choir").errors == ["All of the tags: There is no tag “Choir”."]


def test_a_plain_filter_asks_the_book_nothing_before_it_is_applied(shop, django_assert_num_queries):
    with django_assert_num_queries(0):
        CustomerFilter(QueryDict("stage=lapsed&within=30&spend_from=5&missing=email&consent_email=yes"))


def test_more_values_than_anybody_ticks_are_refused(shop):
    assert CustomerFilter(urlencode([("source", f"s{n}") for n in range(21)])).errors != []


INDEXED = {
    "source=Walked+by": "customer_by_source",
    "created_since=2026-11-01": "customer_created",
    "purchases_from=6": "customer_purchase_count",
    "relationship=community": "customer_by_relationship",
    "quiet=yes": "customer_quiet",
    "spend_from=400": "customer_spend",
    "within=3": "customer_last_purchase",
    "birthday_month=2": "customer_birthday",
    "stage=advocacy": "customer_by_stage",
    "custom.colour=red": "customer_custom",
}


@pytest.mark.parametrize(("query", "index"), INDEXED.items())
def test_each_quick_filter_can_be_served_by_its_index(people, query, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = CustomerFilter(query).apply(Customer.objects.all()).explain()

    assert index in plan
