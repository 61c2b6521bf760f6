"""Fifty pages that stand open: `python -m crm.bench.live` measures what it costs to tell them the news.

By polling, as the product does; and by server-sent events, in the same web server and with a thread for each.
"""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from crm.bench.client import Answer, Client
from crm.bench.measuring import Meter
from crm.bench.pace import for_seconds, keep_pace
from crm.bench.shop import Running, environment_of, free_port, running, web_beside
from crm.bench.sizes import size_of
from crm.embedded.places import home
from crm.embedded.plan import Plan

if TYPE_CHECKING:
    from crm.bench.session import Visit

TABS, SECONDS = 50, 60
PAUSE = 20  # seconds between two questions of a page that was opened lately
PAGES = 5  # a second, by people at work meanwhile
SCALE = 0.05
NO_ANSWER = 30.0


def main() -> None:
    """A shop of its own, filled once; then a line for each way."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    plan, outside = Plan(home() / "bench-live", free_port()), dict(os.environ)
    with running(plan, outside) as shop:
        os.environ.update(environment_of(plan), DJANGO_SETTINGS_MODULE="crm.settings")
        import django

        django.setup()
        from crm.bench.__main__ import open_and_fill
        from crm.bench.session import begin

        open_and_fill(size_of(SCALE))
        for line in _lines(begin(shop), shop, plan):
            print(line, flush=True)


def _lines(visit: "Visit", shop: Running, plan: Plan) -> Iterator[str]:
    yield f"a page alone: {keep_pace(_people(visit, shop.port), PAGES, for_seconds(SECONDS))}"
    web, database = Meter(shop.web_processes), Meter(shop.database_processes)
    polled = keep_pace(_tabs(visit), TABS / PAUSE, for_seconds(SECONDS))
    yield f"{TABS} tabs that poll every {PAUSE} s: {polled}"
    yield _cost("  they cost", web.spent(), database.spent())

    with _beside(lambda is_over: keep_pace(_tabs(visit), TABS / PAUSE, is_over)):
        yield f"a page beside them: {keep_pace(_people(visit, shop.port), PAGES, for_seconds(SECONDS))}"
    for threads in (4, TABS):
        yield from _streamed(visit, plan, threads)


def _streamed(visit: "Visit", plan: Plan, threads: int) -> Iterator[str]:
    """The same pages while as many streams are open, with so many threads in each of two processes."""
    with web_beside(plan, "crm.bench.live_wsgi:application", threads=threads) as (port, process):
        family = [process, *process.children(recursive=True)]
        alone = sum(each.memory_info().rss for each in family)
        with ExitStack() as streams:
            for number in range(TABS):
                streams.enter_context(_stream(port, number + 1))
            time.sleep(2)
            web = Meter(lambda: family)
            found = keep_pace(_people(visit, port), PAGES, for_seconds(SECONDS / 2))
            grown = sum(each.memory_info().rss for each in family) - alone
            yield f"a page beside {TABS} streams, 2 x {threads} threads: {found}"
            yield f"{_cost('  with the pages', web.spent(), 0)}, {grown / 2**20:.0f} MB more"


def _cost(words: str, web: float, database: float) -> str:
    return f"{words} {web:.2f} s of a processor in the web server and {database:.2f} s in the database"


def _people(visit: "Visit", port: int) -> list[Callable[[], Answer]]:
    return [_asking(visit, port, f"/customers/{visit.customer.pk + number}/") for number in range(PAGES)]


def _tabs(visit: "Visit") -> list[Callable[[], Answer]]:
    asked = urlencode({"since": int(time.time() * 1000), "pause": PAUSE})
    numbers = range(visit.customer.pk, visit.customer.pk + TABS)
    return [_asking(visit, visit.shop.port, f"/news/customer/{number}/?{asked}") for number in numbers]


def _asking(visit: "Visit", port: int, path: str) -> Callable[[], Answer]:
    client = Client(port, cookies=dict(visit.client.cookies))

    def ask() -> Answer:
        try:
            return client.get(path, htmx=path.startswith("/news/"))
        except OSError:  # nobody answered for half a minute
            return Answer(0, b"", NO_ANSWER, "")

    return ask


@contextmanager
def _beside(work: Callable[[Callable[[], bool]], object]) -> Iterator[None]:
    """Goes on in a thread until the block is left."""
    over = Event()
    thread = Thread(target=work, args=(over.is_set,))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _stream(port: int, customer: int) -> Iterator[None]:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"GET /bench-stream/?{customer} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        yield


if __name__ == "__main__":
    main()
