"""Who measures: somebody signed in on the product and on the floor, and what a till sends."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client as Inside
from django.urls import reverse

from crm.bench import bare, crowded, works
from crm.bench.client import Client
from crm.bench.measuring import Work
from crm.bench.shop import Running
from crm.shop.models import User
from customers.models import Customer

IDLE_SECONDS = 45
ALONE_SECONDS = 30


@dataclass
class Visit:
    """One signed-in person and all that is measured with them."""

    shop: Running
    owner: User
    client: Client
    floor: Client
    inside: Inside
    customer: Customer

    def works(self) -> list[Work]:
        """The floor first, then pages, writes and the API."""
        found = [
            *works.floor_works(self.floor, self.customer.pk),
            *works.page_works(self.client, self.customer),
        ]
        for work in found:
            self._look_closer(work)
        found += works.write_works(self.client, self.customer)
        return found

    def _look_closer(self, work: Work) -> None:
        """The bare SQL beside a page, where it has one."""
        if work.name in bare.BARE_SQL:
            statement, values = bare.BARE_SQL[work.name]
            work.bare_sql = bare.milliseconds_of(statement, values(self.customer.pk))

    def queries(self) -> Iterator[str]:
        """Statements of each page."""
        page = reverse("customers:customer_detail", args=[self.customer.pk])
        search = reverse("customers:customer_search")
        paths = {
            "list": reverse("customers:customer_list"),
            "search": f"{search}?q=ann+smi",
            "customer page": page,
            "Today": reverse("today"),
        }
        for name, path in paths.items():
            yield f"{name}: {bare.queries_of(self.inside, path, htmx=name == 'search')} queries"

    def beside(self, folder: Path, say: Callable[[str], None]) -> Iterator[str]:
        """Queries, the first load, ten people, the import, the API's batch and the idle memory."""
        yield from self.queries()
        total, files = bare.first_load(self.client.get(reverse("today")).body)
        named = ", ".join(f"{Path(name).name} {size:.0f}" for name, size in files)
        yield f"first load of Today: {total:.0f} KB compressed ({named})"
        yield from self.api()
        yield from self.crowd(folder, say)
        time.sleep(IDLE_SECONDS)
        yield f"whole product idle: {self.shop.memory() / 2**20:.0f} MB PSS"

    def crowd(self, folder: Path, say: Callable[[str], None]) -> Iterator[str]:
        """Ten people at work, alone and beside an import of 50,000 rows."""
        clients = [Client(self.shop.port, cookies=dict(self.client.cookies)) for _ in range(crowded.PEOPLE)]
        paths = works.busy_paths(list(Customer.objects.order_by("pk")[100:120]))
        alone = crowded.work_together(clients, paths, crowded.for_seconds(ALONE_SECONDS))
        figures = f"p50 {alone.p50:.0f}, p95 {alone.p95:.0f}, p99 {alone.p99:.0f} ms"
        yield f"ten people, 15 requests/s: {figures}, {alone.failed} failed"
        say("bringing in 50,000 rows while they work")
        file = folder / "customers-50000.csv"
        crowded.write_file(file)
        done = crowded.bring_in(file, dict(os.environ), clients, paths)
        meanwhile = done.meanwhile
        yield (
            f"import of 50,000 rows beside them: {done.seconds:.0f} s, {done.memory / 2**20:.0f} MB; "
            f"p50 {meanwhile.p50:.0f}, p95 {meanwhile.p95:.0f} ({meanwhile.p95 / alone.p95:.1f}x), "
            f"p99 {meanwhile.p99:.0f} ms, {meanwhile.failed} failed"
        )

    def api(self) -> Iterator[str]:
        """Single sales and batches of 500, one after the other."""
        from crm.shop.actions.api_token import make_token
        from crm.shop.models import Scope

        _token, secret = make_token("bench", scopes=[Scope.WRITE], by=self.owner)
        till = Client(self.shop.port, bearer=secret)
        for work, repeats in zip(
            works.api_works(till, self.customer.phones.all()[0].number), (100, 10), strict=True
        ):
            work.rounds = [[work.run() for _time in range(repeats)]]
            p50 = work.percentile(0.5)
            yield f"{work.name}: p50 {p50:.0f} ms, {work.per_request * 1000 / p50:.0f} rows/s"


def begin(shop: Running) -> Visit:
    """The owner of the shop, signed in; the floor knows the same session."""
    logging.disable(logging.CRITICAL)  # pages asked for inside this process would fill the table
    owner = User.objects.get(role="owner")
    inside = Inside(headers={"host": urlsplit(settings.PUBLIC_URL).netloc.split(":")[0]})
    inside.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookies = {settings.SESSION_COOKIE_NAME: inside.cookies[settings.SESSION_COOKIE_NAME].value}
    client = Client(shop.port, cookies=cookies)
    client.get(reverse("customers:customer_add"))
    floor = Client(shop.floor_port, cookies=dict(cookies))
    return Visit(shop, owner, client, floor, inside, works.somebody())
