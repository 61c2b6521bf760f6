"""Who measures: somebody signed in on the product and on the floor, and what a till sends."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client as Inside
from django.urls import reverse

from crm.bench import bare, works
from crm.bench.client import Client
from crm.bench.measuring import Work
from crm.bench.shop import Running
from crm.bench.targets import at_most
from crm.shop.actions.api_token import make_token
from crm.shop.models import Scope, User
from customers.models import Customer

MOST_QUERIES = {"list": 8, "customer page": 8, "search, two words": 3}
ON_EVERY_PAGE = 3  # the session, the person, the shop: the limit of a search leaves them out
FIRST_LOAD = 300  # KB
BATCHES = 20


@dataclass
class Visit:
    """One signed-in person, a till, and all that is measured with them."""

    shop: Running
    owner: User
    client: Client
    floor: Client
    till: Client
    inside: Inside
    customer: Customer

    @property
    def phone(self) -> str:
        return self.customer.phones.all()[0].number

    def works(self) -> list[Work]:
        """The floor first, then pages, writes and the API."""
        found = [
            *works.floor_works(self.floor, self.customer.pk),
            *works.page_works(self.client, self.customer),
            *works.write_works(self.client, self.customer),
            works.api_works(self.till, self.phone)[0],
        ]
        known = bare.bare_sql(self.customer, works.deep_edge())
        for work in found:
            self._look_closer(work, known)
        return found

    def _look_closer(self, work: Work, known: dict[str, tuple[str, list[int | str]]]) -> None:
        """The statements of a request, and the bare SQL beside it where there is one."""
        if work.inside:
            work.queries = bare.queries_of(self.inside, work.inside)
        if work.name in known:
            work.bare_sql = bare.milliseconds_of(*known[work.name])

    def batch(self) -> Work:
        """Batches of 500, one after the other."""
        work = works.api_works(self.till, self.phone)[1]
        self._look_closer(work, {})
        work.rounds = [[work.run() for _time in range(BATCHES)]]
        return work


def about_pages(visit: Visit, found: list[Work]) -> Iterator[str]:
    """Statements, the deep page beside the first, and the bytes of a first load."""
    named = {work.name: work for work in found}
    for name, limit in MOST_QUERIES.items():
        queries = named[name].queries or 0
        own = queries - ON_EVERY_PAGE if name.startswith("search") else queries
        yield at_most(f"queries: {name}", own, limit, "")
    deep = named[f"list, page {works.DEEP}"].ratio_to(named["list"])
    yield at_most(f"page {works.DEEP} as a multiple of page 1", deep, 1.3, "x")
    total, files = bare.first_load(visit.client.get(reverse("today")).body)
    yield at_most("first load of Today, compressed", total, FIRST_LOAD, "KB")
    yield "  of it " + ", ".join(f"{Path(name).name} {size:.0f}" for name, size in files)


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
    return Visit(shop, owner, client, floor, a_till(shop, owner), inside, works.somebody())


def a_till(shop: Running, owner: User) -> Client:
    """A program with a key of its own."""
    _token, secret = make_token("bench", scopes=[Scope.WRITE], by=owner)
    return Client(shop.port, bearer=secret)
