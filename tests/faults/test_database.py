"""PostgreSQL is stopped, held up and filled while people work (R10, R11, R13, R14, R23, R27, R28)."""

import re
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from crm.embedded.postgres import Postgres
from tests.faults.conftest import Run, free_port, is_running
from tests.faults.test_api import ask_as_program, make_key
from tests.faults.visitor import Reply, Visitor, open_shop
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


class House:
    """A shop on a PostgreSQL of its own, which the test may kill without the runner minding."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = Postgres(home / "book")
        self.postgres.start()
        self.run = Run(home / "shop", free_port(), **self.addresses())

    def open(self) -> None:
        self.run.ready()
        self.olga = open_shop(self.run.url)

    def addresses(self) -> dict[str, str]:
        from crm.embedded.places import OWNER_ROLE, database_url

        book = self.home / "book"
        return {"DATABASE_URL": database_url(book), "DATABASE_OWNER_URL": database_url(book, role=OWNER_ROLE)}

    def ask(self, question: str) -> list[tuple]:
        with psycopg.connect(self.addresses()["DATABASE_OWNER_URL"], autocommit=True) as connection:
            return connection.execute(question).fetchall()

    def tell(self, *statements: str) -> None:
        with psycopg.connect(self.addresses()["DATABASE_OWNER_URL"], autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def without_a_free_connection(self) -> Iterator[None]:
        """Somebody else has all of them; ours have ended, and find no new ones."""
        address = self.addresses()["DATABASE_OWNER_URL"]
        with ExitStack() as taken:
            first = taken.enter_context(psycopg.connect(address, autocommit=True))
            refused = 0
            while refused < 5:
                first.execute(END_OURS)
                try:
                    taken.enter_context(psycopg.connect(address))
                except psycopg.OperationalError:
                    refused += 1
            yield

    def names(self) -> Counter[str]:
        return Counter(name for (name,) in self.ask("SELECT family_name FROM customers_customer"))


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    home = Path(tempfile.mkdtemp(prefix="regulars-book-"))
    home.chmod(0o755)
    made = House(home)
    try:
        made.open()
        yield made
    finally:
        made.run.tidy()
        made.postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_a_crash_of_postgres_loses_nothing_that_was_acknowledged(house: House):
    acknowledged: list[str] = []
    statuses: Counter[int] = Counter()
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            reply = house.olga.post("/customers/new/", family_name=f"Crash {number}")
            statuses[reply.status] += 1
            if reply.status == 200:
                acknowledged.append(f"Crash {number}")

    worker = threading.Thread(target=work)
    worker.start()
    wait_until(lambda: len(acknowledged) >= 5)
    assert house.postgres.process
    house.postgres.process.send_signal(signal.SIGQUIT)
    house.postgres.process.wait(PATIENCE)
    wait_until(lambda: statuses[503] >= 3)
    house.postgres.start()
    seen = len(acknowledged)
    back = wait_until(lambda: len(acknowledged) > seen)
    stop.set()
    worker.join(PATIENCE)

    assert set(statuses) <= {200, 503}, statuses
    assert back < 5, back
    kept = house.names()
    assert [name for name in acknowledged if kept[name] != 1] == []


def test_a_503_says_when_to_come_back(house: House):
    with psycopg.connect(house.addresses()["DATABASE_OWNER_URL"]) as holder:
        holder.execute("LOCK TABLE customers_customer IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        reply = house.olga.get("/customers/")

    assert (reply.status, "Retry-After" in reply.headers) == (503, True)
    assert time.monotonic() - begun < 5
    assert house.olga.get("/customers/").status == 200


@pytest.fixture(scope="module")
def key(house: House) -> str:
    house.olga.post("/customers/new/", family_name="Somebody")
    return make_key(house.olga, "read")


def test_a_program_that_meets_a_lock_is_told_503_as_a_problem(house: House, key: str):
    with psycopg.connect(house.addresses()["DATABASE_OWNER_URL"]) as holder:
        holder.execute("LOCK TABLE customers_customer IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        reply = ask_as_program(house.run, key)

    assert_is_a_problem_for_later(reply)
    # The lock is given up after two seconds; the rest is this machine.
    assert time.monotonic() - begun < 6
    assert ask_as_program(house.run, key).status == 200


def test_a_statement_that_takes_too_long_is_ended_for_programs_too(house: House, key: str):
    house.tell(*SLOW_ROWS)
    try:
        begun = time.monotonic()
        reply = ask_as_program(house.run, key)
        took = time.monotonic() - begun
    finally:
        house.tell(*QUICK_ROWS)

    assert_is_a_problem_for_later(reply)
    assert 4 < took < 15
    assert ask_as_program(house.run, key).status == 200


def test_people_and_programs_are_told_503_while_all_connections_are_taken(house: House, key: str):
    with house.without_a_free_connection():
        begun = time.monotonic()
        page, reply = house.olga.get("/customers/"), ask_as_program(house.run, key)
        took = time.monotonic() - begun

    assert (page.status, "Retry-After" in page.headers) == (503, True)
    assert_is_a_problem_for_later(reply)
    # Two seconds each, and this machine.
    assert took < 10
    wait_until(lambda: house.olga.get("/customers/").status == 200)
    wait_until(lambda: ask_as_program(house.run, key).status == 200)


def assert_is_a_problem_for_later(reply: Reply) -> None:
    assert (reply.status, reply.headers["Content-Type"]) == (503, "application/problem+json"), reply
    assert int(reply.headers["Retry-After"]) > 0


def test_the_web_takes_fewer_connections_than_there_are(house: House):
    ((most,),) = house.ask("SELECT setting::int FROM pg_settings WHERE name = 'max_connections'")
    ((taken,),) = house.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'regulars_app'")

    assert 0 < taken <= most - 10


def test_backends_that_are_ended_cost_a_moment_at_most(house: House):
    house.olga.get("/customers/")
    house.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'regulars_app'")

    statuses = [house.olga.get("/customers/").status for _ in range(6)]

    # On a busy machine a backend may notice its end only while it is being asked.
    assert set(statuses) <= {200, 503}
    wait_until(lambda: house.olga.get("/customers/").status == 200)


def test_a_double_click_over_two_connections_makes_one_customer(house: House):
    once = re.search(r'name="once" value="([^"]+)"', house.olga.get("/customers/new/").text)
    assert once

    with ThreadPoolExecutor(4) as pool:
        replies = list(
            pool.map(
                lambda _n: house.olga.post("/customers/new/", family_name="Double", once=once[1]), range(4)
            )
        )

    assert {reply.status for reply in replies} == {200}
    assert house.names()["Double"] == 1


def test_of_two_who_edit_at_once_the_slower_is_told(house: House):
    made = house.olga.post("/customers/new/", family_name="Two")
    address = made.url.removeprefix(house.run.url)

    with ThreadPoolExecutor(2) as pool:
        replies = list(
            pool.map(
                lambda city: house.olga.post(f"{address}edit/", family_name="Two", city=city, version="1"),
                ["York", "Hull"],
            )
        )

    assert sorted(reply.status for reply in replies) == [200, 409]
    (slower,) = [reply for reply in replies if reply.status == 409]
    assert "York" in slower.text
    assert "Hull" in slower.text


def test_two_hundred_visitors_are_answered_or_asked_to_wait(house: House):
    def visit(_number: int) -> int:
        return Visitor(house.run.url).get("/account/login/").status

    with ThreadPoolExecutor(50) as pool:
        statuses = Counter(pool.map(visit, range(200)))

    assert set(statuses) <= {200, 503}, statuses
    assert house.olga.get("/customers/").status == 200


def cmdline(process: psutil.Process) -> str:
    return " ".join(process.cmdline())


def test_without_a_clock_the_pages_work_and_the_owner_is_told(house: House):
    # The clock of this shop goes on: it is stopped while we look.
    house.run.look()
    clocks = [process for process in house.run.seen if is_running(process) and "celery" in cmdline(process)]
    for clock in clocks:
        clock.suspend()
    try:
        house.ask(SILENT_FOR_TEN_MINUTES)
        page = house.olga.get("/customers/")
        ready = house.olga.get("/readyz")
    finally:
        for clock in clocks:
            clock.resume()

    assert (page.status, ready.status) == (200, 503)
    assert "ackground work" in page.text
