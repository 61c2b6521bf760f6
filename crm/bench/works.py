"""What is measured: the floor, the pages, the writes."""

import uuid
from collections.abc import Callable
from itertools import count

from django.urls import reverse
from django.utils import timezone

from crm.bench.client import Answer, Client
from crm.bench.measuring import Work
from customers.models import Customer

ENTRIES = 50  # of the customer whose page is opened
DEEP = 1000  # the page that must be as quick as the first


def floor_works(client: Client, customer: int) -> tuple[Work, Work]:
    """The bare list of 50 rows, and the bare view that writes one."""
    return (
        Work("floor: bare list of 50", lambda: client.get("/list/")),
        Work("floor: bare write", lambda: client.post("/write/", {"customer": str(customer)})),
    )


def page_works(client: Client, customer: Customer) -> list[Work]:
    """What people open."""
    people = reverse("customers:customer_list")
    page = reverse("customers:customer_detail", args=[customer.pk])
    deep = f"{people}?after={deep_cursor(client, people)}"
    search = reverse("customers:customer_search")
    name, number = customer.family_name[:4], customer.phones.all()[0].number[-4:]
    return [
        Work("list", lambda: client.get(people), 3),
        Work(f"list, page {DEEP}", lambda: client.get(deep), 3),
        Work("list, filtered", lambda: client.get(f"{people}?stage=retention&sort=-spend"), 3),
        Work("search, a name", lambda: client.get(f"{search}?q={name}", htmx=True), 2.5),
        Work("search, one letter", lambda: client.get(f"{search}?q=a", htmx=True), 2.5),
        Work("search, two words", lambda: client.get(f"{search}?q=ann+smi", htmx=True), 2.5),
        Work("search, four digits", lambda: client.get(f"{search}?q={number}", htmx=True), 2.5),
        Work("search, a typo", lambda: client.get(f"{search}?q=hanmingtn", htmx=True), 2.5),
        Work("customer page", lambda: client.get(page), 4),
        Work("Today", lambda: client.get(reverse("today")), 3),
    ]


def write_works(client: Client, customer: Customer) -> list[Work]:
    """What people write down."""
    log = reverse("customers:interaction_log", args=[customer.pk])
    return [
        Work("create a customer", _creating(client, reverse("customers:customer_add")), 3, (302,)),
        Work("log a visit", _logging(client, log), 2.5),
    ]


def api_works(client: Client, phone: str) -> list[Work]:
    """What a till sends."""
    purchases, batch = reverse("api:purchases"), reverse("api:purchase_batch")
    numbers = count(1)

    def one() -> Answer:
        return client.send(purchases, sale(next(numbers), phone), key=uuid.uuid4().hex)

    def many() -> Answer:
        sales = [sale(next(numbers), phone) for _number in range(500)]
        return client.send(batch, {"purchases": sales}, key=uuid.uuid4().hex)

    return [
        Work("API: one purchase", one, expects=(200, 201)),
        Work("API: batch of 500", many, expects=(200, 201, 207), per_request=500),
    ]


def sale(number: int, phone: str) -> dict[str, object]:
    """A receipt as a till sends it."""
    lines = [{"product_name": "Article", "quantity": "1", "unit_price": "4.50"}]
    at = timezone.now().isoformat()
    return {
        "source": "bench-till",
        "external_id": f"{uuid.uuid4().hex[:8]}-{number}",
        "at": at,
        "currency": "GBP",
        "customer": {"phone": phone},
        "lines": lines,
    }


def busy_paths(people: list[Customer]) -> list[str]:
    """Addresses that ten people at work open: as often a list, a search or Today as a customer."""
    pages = [reverse("customers:customer_detail", args=[customer.pk]) for customer in people]
    search = reverse("customers:customer_search")
    found = [f"{search}?q={customer.family_name[:5]}" for customer in people]
    often = [reverse("today"), reverse("customers:customer_list")] * (len(people) // 2)
    return [*often, *found, *pages]


def somebody(entries: int = ENTRIES) -> Customer:
    """A customer with a phone and at least so many lines on the timeline."""
    from django.db.models import Count

    known = Customer.objects.filter(phones__isnull=False, pk__lte=5000)
    counted = known.annotate(lines=Count("interactions", distinct=True)).filter(lines__gte=entries)
    return counted.order_by("lines", "pk").first() or known.order_by("pk")[0]


def deep_cursor(client: Client, people: str) -> str:
    """Where the deep page begins: the cursor that the page before it would give."""
    from crm.web.paging import keyset_page

    rows = Customer.objects.order_by("sort_key", "pk")
    skipped = min(rows.count() // 2, DEEP * 50)
    edge = rows[skipped : skipped + 1].get()
    begin = rows.filter(sort_key__gte=edge.sort_key)
    return keyset_page(begin, order=("sort_key", "pk"), size=1).next_cursor


def _creating(client: Client, address: str) -> Callable[[], Answer]:
    numbers = count(1)

    def create() -> Answer:
        number = next(numbers)
        # Asked about nobody of the same name, however often the bench has been here.
        name = f"Bench{uuid.uuid4().hex[:8]}-{number}"
        fields = {"given_name": name, "family_name": "Person", "once": uuid.uuid4().hex}
        return client.post(address, fields)

    return create


def _logging(client: Client, address: str) -> Callable[[], Answer]:
    def log() -> Answer:
        return client.post(address, {"kind": "visit", "text": "Came in", "once": uuid.uuid4().hex}, htmx=True)

    return log
