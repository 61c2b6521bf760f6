"""What is measured: the floor, the pages, the writes."""

import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

from django.test import Client as Inside
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


def page(client: Client, name: str, path: str, limit: float, *, htmx: bool = False) -> Work:
    """Opening a page, or the part of it that htmx asks for."""
    headers = {"HX-Request": "true"} if htmx else {}
    work = Work(name, lambda: client.get(path, htmx=htmx), limit)
    work.inside = lambda inside: inside.get(path, headers=headers)
    return work


def page_works(client: Client, customer: Customer) -> list[Work]:
    """What people open."""
    people, search = reverse("customers:customer_list"), reverse("customers:customer_search")
    name, number = customer.family_name[:4], customer.phones.all()[0].number[-4:]
    looked_for = {"a name": name, "one letter": "a", "two words": "ann+smi", "four digits": number}
    return [
        page(client, "list", people, 3),
        page(client, f"list, page {DEEP}", f"{people}?after={deep_cursor()}", 3),
        page(client, "list, filtered", f"{people}?stage=retention&sort=-spend", 3),
        *(
            page(client, f"search, {what}", f"{search}?q={typed}", 2.5, htmx=True)
            for what, typed in (looked_for | {"a typo": "hanmingtn"}).items()
        ),
        page(client, "customer page", reverse("customers:customer_detail", args=[customer.pk]), 4),
        page(client, "Today", reverse("today"), 3),
    ]


def write_works(client: Client, customer: Customer) -> list[Work]:
    """What people write down."""
    log, add = reverse("customers:interaction_log", args=[customer.pk]), reverse("customers:customer_add")
    logging = Work("log a visit", lambda: client.post(log, a_visit(), htmx=True), 2.5)
    logging.inside = lambda inside: inside.post(log, a_visit(), headers={"HX-Request": "true"})
    creating = Work("create a customer", lambda: client.post(add, somebody_new()), 3, (302,))
    creating.inside = lambda inside: inside.post(add, somebody_new())
    return [creating, logging]


def api_works(till: Client, phone: str) -> list[Work]:
    """What a till sends: one sale, and those of an hour without a network."""
    one, many = reverse("api:purchases"), reverse("api:purchase_batch")
    single = Work("API: one purchase", _sending(till, one, lambda: sale(phone)), expects=(200, 201))
    single.inside = _sending_inside(till, one, lambda: sale(phone))
    sending = _sending(till, many, lambda: sales(phone))
    batch = Work("API: batch of 500", sending, expects=(200, 201, 207), per_request=500)
    batch.inside = _sending_inside(till, many, lambda: sales(phone))
    return [single, batch]


def _sending(till: Client, address: str, told: Callable[[], object]) -> Callable[[], Answer]:
    return lambda: till.send(address, told(), key=uuid.uuid4().hex)


def _sending_inside(till: Client, address: str, told: Callable[[], object]) -> Callable[[Inside], Any]:
    def send(inside: Inside) -> Any:
        headers = {"Authorization": f"Bearer {till.bearer}", "Idempotency-Key": uuid.uuid4().hex}
        return inside.post(address, told(), content_type="application/json", headers=headers)

    return send


def sales(phone: str) -> dict[str, object]:
    """Five hundred receipts."""
    return {"purchases": [sale(phone) for _number in range(500)]}


def sale(phone: str) -> dict[str, object]:
    """A receipt as a till sends it."""
    lines = [{"product_name": "Article", "quantity": "1", "unit_price": "4.50"}]
    at = timezone.now().isoformat()
    return {
        "source": "bench-till",
        "external_id": uuid.uuid4().hex,
        "at": at,
        "currency": "GBP",
        "customer": {"phone": phone},
        "lines": lines,
    }


_NUMBERS = count(1)


def somebody_new() -> dict[str, str]:
    """Asked about nobody of the same name, however often the bench has been here."""
    name = f"Bench{uuid.uuid4().hex[:8]}-{next(_NUMBERS)}"
    return {"given_name": name, "family_name": "Person", "once": uuid.uuid4().hex}


def a_visit() -> dict[str, str]:
    """Two taps and a few words."""
    return {"kind": "visit", "text": "Came in", "once": uuid.uuid4().hex}


def busy_paths(people: list[Customer]) -> list[str]:
    """Addresses that ten people at work open: as often a list, a search or Today as a customer."""
    pages = [reverse("customers:customer_detail", args=[customer.pk]) for customer in people]
    found = search_paths(people)
    often = [reverse("today"), reverse("customers:customer_list")] * (len(people) // 2)
    return [*often, *found, *pages]


def search_paths(people: list[Customer]) -> list[str]:
    """Looking for each of them."""
    search = reverse("customers:customer_search")
    return [f"{search}?q={customer.family_name[:5]}" for customer in people]


def somebody(entries: int = ENTRIES) -> Customer:
    """A customer with a phone and at least so many lines on the timeline."""
    from django.db.models import Count

    known = Customer.objects.filter(phones__isnull=False, pk__lte=5000)
    counted = known.annotate(lines=Count("interactions", distinct=True)).filter(lines__gte=entries)
    return counted.order_by("lines", "pk").first() or known.order_by("pk")[0]


def deep_edge() -> Customer:
    """Who stands where the deep page begins."""
    rows = Customer.objects.order_by("sort_key", "pk")
    skipped = min(rows.count() // 2, DEEP * 50)
    return rows[skipped : skipped + 1].get()


def deep_cursor() -> str:
    """Where the deep page begins: the cursor that the page before it would give."""
    from crm.web.paging import keyset_page

    begin = Customer.objects.order_by("sort_key", "pk").filter(sort_key__gte=deep_edge().sort_key)
    return keyset_page(begin, order=("sort_key", "pk"), size=1).next_cursor
