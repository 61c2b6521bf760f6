"""The load targets: so many people and programs at once, an import beside them, and the memory of it all."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from crm.bench import crowded, works
from crm.bench.client import Answer, Client
from crm.bench.pace import Paced, for_seconds, keep_pace
from crm.bench.session import Visit, a_till
from crm.bench.shop import IDLE_SECONDS
from crm.bench.targets import at_least, at_most, paced
from customers.cycle_overview import keep_overview
from customers.models import Customer, DataImport

SECONDS = 30
PEOPLE = 10
# p50, p95, p99 in milliseconds
STAFF, SEARCH, FIGURES = (60, 200, 400), (50, 150, 300), (150, 500, 1000)
SINGLE, BATCH = (30, 120, 250), (500, 1500, 2500)
MEGABYTE = 2**20
Say = Callable[[str], None]


def measure_load(visit: Visit, folder: Path, say: Say) -> Iterator[str]:
    """Each target with what was measured."""
    say("ten people at work")
    alone = staff_at_work(visit, for_seconds(SECONDS))
    yield from paced("L1 ten people, 15 pages a second", alone, STAFF)
    yield from paced("L2 five searches a second", _pages(visit, _searches(), 5, 5), SEARCH)
    keep_overview(timezone.now())
    yield from paced(
        "L3 the cycle, once a second", _pages(visit, [reverse("customers:cycle")], 1, 1), FIGURES
    )
    yield from paced("L6 fifty sales a second", _sales(visit, 0, people=10, per_second=50), SINGLE)
    yield from paced("L7 a batch of 500 a second", _sales(visit, 1, people=2, per_second=1), BATCH)
    say("bringing in 50,000 rows while they work")
    yield from _import(visit, folder, alone)
    time.sleep(IDLE_SECONDS)
    resident = [memory / MEGABYTE for memory in visit.shop.resident()]
    yield f"web server: {' + '.join(f'{memory:.0f}' for memory in resident)} MB RSS"
    yield at_most("L11 idle again after all this (PSS)", visit.shop.memory() / MEGABYTE, 450, "MB")


def batch_lines(visit: Visit) -> Iterator[str]:
    """One batch after the other: how many rows that makes."""
    work = visit.batch()
    p50, p95, p99 = (work.percentile(share) for share in (0.5, 0.95, 0.99))
    yield f"{work.name}: p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms, {work.queries} queries"
    yield at_least("L7 rows of batches a second", work.per_request * 1000 / p50, 500, "")


def staff_at_work(visit: Visit, is_over: Callable[[], bool]) -> Paced:
    """Ten people who open what people open."""
    paths = works.busy_paths(list(Customer.objects.order_by("pk")[100:120]))
    return keep_pace([_opening(visit, paths, number) for number in range(PEOPLE)], 15, is_over)


def _opening(visit: Visit, paths: Sequence[str], number: int) -> Callable[[], Answer]:
    client, pick = Client(visit.shop.port, cookies=dict(visit.client.cookies)), random.Random(number)  # noqa: S311
    return lambda: client.get(pick.choice(paths))


def _pages(visit: Visit, paths: Sequence[str], people: int, per_second: float) -> Paced:
    asking = [_opening(visit, paths, number) for number in range(people)]
    return keep_pace(asking, per_second, for_seconds(SECONDS))


def _searches() -> list[str]:
    return works.search_paths(list(Customer.objects.order_by("pk")[200:260]))


def _sales(visit: Visit, which: int, *, people: int, per_second: float) -> Paced:
    """Tills that send what the first or the second work of the API sends, for customers of their own."""
    reached = Customer.objects.filter(phones__isnull=False).order_by("pk")[:people]
    numbers = [customer.phones.all()[0].number for customer in reached]
    tills = [a_till(visit.shop, visit.owner) for _number in numbers]
    asking = [works.api_works(till, number)[which].do for till, number in zip(tills, numbers, strict=True)]
    return keep_pace(asking, per_second, for_seconds(SECONDS))


def _import(visit: Visit, folder: Path, alone: Paced) -> Iterator[str]:
    file = folder / "customers-50000.csv"
    # People of their own at every run: the same file again would change nothing.
    crowded.write_file(file, first=DataImport.objects.count() * crowded.ROWS)
    done = crowded.bring_in(file, dict(os.environ), lambda is_over: staff_at_work(visit, is_over))
    yield at_most("L8 import of 50,000 rows beside them", done.seconds, 120, "s")
    yield at_most("L8 its memory (RSS)", done.memory / MEGABYTE, 250, "MB")
    yield f"  people meanwhile: {done.meanwhile}"
    yield at_most("L8 p95 of the people, as a multiple", done.meanwhile.p95 / alone.p95, 2, "x")
    yield at_most("L8 failed meanwhile", done.meanwhile.failed, 0, "")
