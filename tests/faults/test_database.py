"""PostgreSQL is stopped, held up and filled while people work (R10, R11, R13, R14, R23, R27, R28)."""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psutil
import psycopg
import pytest

from tests.faults.box import Box
from tests.faults.conftest import is_running
from tests.faults.test_api import ask_as_program, make_key
from tests.faults.visitor import Reply, Visitor
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

END_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'regulars_app'"
# Whoever is not the owner waits for every row.
SLOW_ROWS = (
    "CREATE POLICY slow ON customers_customer USING (length(pg_sleep(30)::text) >= 0)",
    "ALTER TABLE customers_customer ENABLE ROW LEVEL SECURITY",
)
QUICK_ROWS = (
    "ALTER TABLE customers_customer DISABLE ROW LEVEL SECURITY",
    "DROP POLICY slow ON customers_customer",
)
SILENT_FOR_TEN_MINUTES = """
    INSERT INTO shop_clocktick (name, at) VALUES ('worker', now() - interval '10 minutes')
    ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at RETURNING 1
"""


@contextmanager
def without_a_free_connection(box: Box) -> Iterator[None]:
    """Somebody else has all of them; ours have ended, and find no new ones."""
    with ExitStack() as taken:
        first = taken.enter_context(psycopg.connect(box.owners_address, autocommit=True))
        refused = 0
        while refused < 5:
            first.execute(END_OURS)
            try:
                taken.enter_context(psycopg.connect(box.owners_address))
            except psycopg.OperationalError:
                refused += 1
        yield


def tell(box: Box, *statements: str) -> None:
    for statement in statements:
        box.ask(statement)


def is_well(box: Box) -> bool:
    """Each web process has connections of its own: one that answers says nothing of the other."""
    return all(box.olga.get("/customers/").status == 200 for _time in range(8))


def names(box: Box) -> Counter[str]:
    return Counter(name for (name,) in box.ask("SELECT family_name FROM customers_customer"))


def test_a_crash_of_postgres_loses_nothing_that_was_acknowledged(box: Box):
    acknowledged: list[str] = []
    statuses: Counter[int] = Counter()
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            reply = box.olga.post("/customers/new/", family_name=f"Crash {number}")
            statuses[reply.status] += 1
            if reply.status == 200:
                acknowledged.append(f"Crash {number}")

    worker = threading.Thread(target=work)
    worker.start()
    wait_until(lambda: len(acknowledged) >= 5)
    with box.without_postgres():
        wait_until(lambda: statuses[503] >= 3)
    seen = len(acknowledged)
    back = wait_until(lambda: len(acknowledged) > seen)
    stop.set()
    worker.join(PATIENCE)

    assert set(statuses) <= {200, 503}, statuses
    assert back < 5, back
    kept = names(box)
    assert [name for name in acknowledged if kept[name] != 1] == []


def test_a_503_says_when_to_come_back(box: Box):
    with psycopg.connect(box.owners_address) as holder:
        holder.execute("LOCK TABLE customers_customer IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        reply = box.olga.get("/customers/")

    assert (reply.status, "Retry-After" in reply.headers) == (503, True)
    assert time.monotonic() - begun < 5
    assert box.olga.get("/customers/").status == 200


@pytest.fixture(scope="module")
def key(box: Box) -> str:
    box.olga.post("/customers/new/", family_name="Somebody")
    return make_key(box.olga, "read")


def test_a_program_that_meets_a_lock_is_told_503_as_a_problem(box: Box, key: str):
    with psycopg.connect(box.owners_address) as holder:
        holder.execute("LOCK TABLE customers_customer IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        reply = ask_as_program(box.run, key)

    assert_is_a_problem_for_later(reply)
    # The lock is given up after two seconds; the rest is this machine.
    assert time.monotonic() - begun < 6
    assert ask_as_program(box.run, key).status == 200


def test_a_statement_that_takes_too_long_is_ended_for_programs_too(box: Box, key: str):
    tell(box, *SLOW_ROWS)
    try:
        begun = time.monotonic()
        reply = ask_as_program(box.run, key)
        took = time.monotonic() - begun
    finally:
        tell(box, *QUICK_ROWS)

    assert_is_a_problem_for_later(reply)
    assert 4 < took < 15
    assert ask_as_program(box.run, key).status == 200


def test_people_and_programs_are_told_503_while_all_connections_are_taken(box: Box, key: str):
    with without_a_free_connection(box):
        begun = time.monotonic()
        page, reply = box.olga.get("/customers/"), ask_as_program(box.run, key)
        took = time.monotonic() - begun

    assert (page.status, "Retry-After" in page.headers) == (503, True)
    assert_is_a_problem_for_later(reply)
    # Two seconds each, and this machine.
    assert took < 10
    wait_until(lambda: is_well(box))
    wait_until(lambda: ask_as_program(box.run, key).status == 200)


def assert_is_a_problem_for_later(reply: Reply) -> None:
    assert (reply.status, reply.headers["Content-Type"]) == (503, "application/problem+json"), reply
    assert int(reply.headers["Retry-After"]) > 0


def test_the_web_takes_fewer_connections_than_there_are(box: Box):
    ((most,),) = box.ask("SELECT setting::int FROM pg_settings WHERE name = 'max_connections'")
    ((taken,),) = box.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'regulars_app'")

    assert 0 < taken <= most - 10


def test_backends_that_are_ended_cost_a_moment_at_most(box: Box):
    box.olga.get("/customers/")
    box.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'regulars_app'")

    statuses = [box.olga.get("/customers/").status for _ in range(6)]

    # On a busy machine a backend may notice its end only while it is being asked.
    assert set(statuses) <= {200, 503}
    wait_until(lambda: is_well(box))


def test_a_double_click_over_two_connections_makes_one_customer(box: Box):
    once = re.search(r'name="once" value="([^"]+)"', box.olga.get("/customers/new/").text)
    assert once

    with ThreadPoolExecutor(4) as pool:
        replies = list(
            pool.map(
                lambda _n: box.olga.post("/customers/new/", family_name="Double", once=once[1]), range(4)
            )
        )

    assert {reply.status for reply in replies} == {200}
    assert names(box)["Double"] == 1


def test_of_two_who_edit_at_once_the_slower_is_told(box: Box):
    made = box.olga.post("/customers/new/", family_name="Two")
    address = made.url.removeprefix(box.run.url)

    with ThreadPoolExecutor(2) as pool:
        replies = list(
            pool.map(
                lambda city: box.olga.post(f"{address}edit/", family_name="Two", city=city, version="1"),
                ["York", "Hull"],
            )
        )

    assert sorted(reply.status for reply in replies) == [200, 409]
    (slower,) = [reply for reply in replies if reply.status == 409]
    assert "York" in slower.text
    assert "Hull" in slower.text


def test_two_hundred_visitors_are_answered_or_asked_to_wait(box: Box):
    def visit(_number: int) -> int:
        return Visitor(box.run.url).get("/account/login/").status

    with ThreadPoolExecutor(50) as pool:
        statuses = Counter(pool.map(visit, range(200)))

    assert set(statuses) <= {200, 503}, statuses
    assert box.olga.get("/customers/").status == 200


def cmdline(process: psutil.Process) -> str:
    return " ".join(process.cmdline())


def test_without_a_clock_the_pages_work_and_the_owner_is_told(box: Box):
    # The clock of this shop goes on: it is stopped while we look.
    box.run.look()
    clocks = [process for process in box.run.seen if is_running(process) and "celery" in cmdline(process)]
    for clock in clocks:
        clock.suspend()
    try:
        box.ask(SILENT_FOR_TEN_MINUTES)
        page = box.olga.get("/customers/")
        ready = box.olga.get("/readyz")
    finally:
        for clock in clocks:
            clock.resume()

    assert (page.status, ready.status) == (200, 503)
    assert "ackground work" in page.text
