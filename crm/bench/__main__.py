"""`make bench`: fills a shop of its own, measures it, prints the table, stops what it started."""

import os
import secrets
import signal
import sys
import time
from pathlib import Path

from crm.bench.shop import Running, environment_of, free_port, running
from crm.bench.sizes import Size, size_of
from crm.embedded.places import home
from crm.embedded.plan import Plan

BEGAN = time.monotonic()


def say(words: str) -> None:
    """One line of progress."""
    print(f"[{time.monotonic() - BEGAN:6.0f} s] {words}", flush=True)


def main() -> int:
    """The whole run."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    scale = float(os.environ.get("SCALE") or 1)
    plan = Plan(home() / f"bench-{scale:g}", free_port())
    size = size_of(scale)
    say(f"a shop of {size.customers:,} customers in {plan.state}")
    with running(plan) as shop:
        os.environ.update(environment_of(plan), DJANGO_SETTINGS_MODULE="crm.settings")
        import django

        django.setup()
        open_and_fill(size)
        measure_everything(shop, plan.state.parent, scale)
    return 0


def open_and_fill(size: Size) -> None:
    """A shop with its owner and its crowd; one that is there already is used again."""
    from django.utils import timezone

    from crm.bench.loading import fill
    from crm.shop.actions.opening import NewShop, open_shop
    from crm.shop.models import ShopSettings
    from customers.models import Customer

    if ShopSettings.current() is None:
        shop = NewShop(name="Bench", country="GB", time_zone="Europe/London", currency="GBP", language="en")
        open_shop(
            shop, owner_name="Olga", owner_email="olga@bench.example", password=secrets.token_urlsafe(24)
        )
    if not Customer.objects.exists():
        fill(size, timezone.now(), say)


def measure_everything(shop: Running, folder: Path, scale: float) -> None:
    """The rounds, the crowd, the import, the memory; then the table."""
    from crm.bench import session
    from crm.bench.measuring import measure, measure_cpu
    from crm.bench.report import growth, keep, table

    visit = session.begin(shop)
    works = visit.works()
    floor = works[0]
    requests = int(os.environ.get("REQUESTS") or 200)
    measure(works, say, requests=requests)
    for work in works[2:]:
        measure_cpu(work, shop.web_processes(), requests=min(100, requests))
    print(table(works, floor))
    keep(folder / f"bench-{scale:g}.json", works, floor)
    print(growth(folder / "bench-1.json", folder / "bench-10.json") if scale == 10 else "")
    for line in visit.beside(folder, say):
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
