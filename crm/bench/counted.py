"""Counting what a large shop sold: `python -m crm.bench.counted`, also the last part of `make bench`.

SCALE=1 is a million purchases of 100,000 customers, SCALE=10 ten millions of a million.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from crm.bench.effort import Effort, effort_of
from crm.bench.shop import environment_of
from crm.bench.sizes import Size
from crm.bench.targets import HEAD, at_most
from crm.embedded.places import home
from crm.embedded.plan import Plan
from crm.embedded.postgres import Postgres
from crm.embedded.valkey import Valkey

BEGAN = time.monotonic()
SCAN = "SELECT sum(total), max(at), max(customer_id) FROM customers_purchase"
# What one would write by hand for revenue and orders by day.
PLAIN = """
    SELECT (at AT TIME ZONE 'Europe/London')::date, channel, count(*), count(customer_id), sum(total)
    FROM customers_purchase WHERE voided_at IS NULL GROUP BY 1, 2
"""
# A day's sales are corrected, and one receipt in ten thousand comes late, all over the years.
TOUCH = """
    UPDATE customers_purchase SET total = total + 1
    WHERE at > now() - interval '1 day' OR id IN (SELECT n FROM generate_series(1, %(last)s, 10000) AS n)
"""
OPENINGS = 60


def say(words: str) -> None:
    """One line of progress."""
    print(f"[{time.monotonic() - BEGAN:6.0f} s] {words}", flush=True)


def main() -> None:
    """A database of its own, filled once; then the table."""
    scale = float(os.environ.get("SCALE") or 1)
    state = home() / f"bench-counted-{scale:g}"
    size = Size(int(100_000 * scale), int(1_000_000 * scale), 0, 0)
    say(f"{size.purchases:,} purchases of {size.customers:,} customers in {state}")
    with database(state):
        import django

        django.setup()
        _prepare(size)
        print(HEAD)
        for line in counted_lines(size, scale):
            print(line, flush=True)


@contextmanager
def database(state: Path) -> Iterator[None]:
    """Nothing but the two services: no clock that counts beside us."""
    services: tuple[Postgres, Valkey] = (Postgres(state), Valkey(state))
    try:
        for service in services:
            service.start()
        os.environ.update(environment_of(Plan(state, 0)), DJANGO_SETTINGS_MODULE="crm.settings")
        yield
    finally:
        for service in services:
            service.stop()


def _prepare(size: Size) -> None:
    from django.core.management import call_command

    from crm.bench.sold import fill_with_purchases
    from crm.shop.actions.opening import NewShop, open_shop
    from crm.shop.models import ShopSettings

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", verbosity=0, interactive=False)
    if ShopSettings.current() is None:
        shop = NewShop(name="Bench", country="GB", time_zone="Europe/London", currency="GBP", language="en")
        password = secrets.token_urlsafe(24)
        open_shop(shop, owner_name="Olga", owner_email="olga@bench.example", password=password)
        fill_with_purchases(size, say)


def counted_lines(size: Size, scale: float) -> Iterator[str]:
    """Each piece of work, with its limit and as a multiple of what PostgreSQL needs at least."""
    from metrics.rollups import count_changes, rebuild

    floors = {
        "sequential scan": effort_of(lambda: _ask(SCAN)),
        "plain aggregate": effort_of(lambda: _ask(PLAIN)),
    }
    for name, floor in floors.items():
        yield f"{'floor: ' + name:52} {floor.processor:9.1f} s of processor"
    whole = effort_of(rebuild)
    yield from _lines("full rebuild", whole, 30 * scale, floors)
    _ask(TOUCH, {"last": size.purchases})
    say("a day's sales are corrected, and late receipts have come")
    yield from _lines("rollups of dirty days", effort_of(count_changes), 3 * scale, floors)
    yield from _score_lines(scale, floors)
    yield from _board_lines()


def _score_lines(scale: float, floors: dict[str, Effort]) -> Iterator[str]:
    """Everybody anew, and again on the next day, when few have moved."""
    from django.utils import timezone

    from metrics.models import Count, CustomerScore
    from metrics.scores import score_everybody

    count, today = Count.objects.get(), timezone.localdate()
    CustomerScore.objects.all()._raw_delete("default")
    first = effort_of(lambda: score_everybody(count, as_of=today))
    yield from _lines("scores of all, none known", first, 12 * scale, floors)
    again = effort_of(lambda: score_everybody(count, as_of=today + timedelta(days=1)))
    yield from _lines("scores of all, a day later", again, 12 * scale, floors)


def _board_lines() -> Iterator[str]:
    """The page as its view makes it; the way through the web server is measured elsewhere."""
    from django.test import Client
    from django.utils import timezone

    from crm.shop.models import User
    from customers.cycle_overview import keep_overview

    keep_overview(timezone.now())
    client, taken = Client(), list[float]()
    client.force_login(User.objects.get())

    def open_it() -> None:
        began = time.perf_counter()
        client.get("/figures/", secure=True, headers={"host": "localhost"})
        taken.append(1000 * (time.perf_counter() - began))

    def open_all() -> None:
        for _opening in range(OPENINGS):
            open_it()

    open_it()
    cost = effort_of(open_all)
    yield at_most("dashboard, processor of one opening", 1000 * cost.processor / OPENINGS, 150, "ms")
    yield at_most("dashboard, p95 by the clock", quantiles(taken[1:], n=20)[-1], 150, "ms")


def _lines(words: str, cost: Effort, limit: float, floors: dict[str, Effort]) -> Iterator[str]:
    yield at_most(f"{words}, processor", cost.processor, limit, "s")
    multiples = " ".join(f"{cost.processor / floor.processor:.1f}x {name}," for name, floor in floors.items())
    yield f"  {multiples} {cost.clock:.1f} s by the clock"
    yield at_most("  memory", cost.memory, 500, "MB")


def _ask(statement: str, values: dict[str, int] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


if __name__ == "__main__":
    main()
