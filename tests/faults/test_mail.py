"""Mail while processes die: nothing lost, and nothing unasked twice (R01, R02, R06, R22, R25; G1 to G4)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy

import psutil
import psycopg
import pytest
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from crm.embedded.places import OWNER_ROLE, database_url, redis_url
from tests.faults.conftest import REPOSITORY, Run, free_port, is_running
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

LETTERS, NEWS, SILENT = 120, 80, 10
# The shop, and one customer for each mail: who may get how many is tested elsewhere.
SEED = """
import sys
import django; django.setup()
from datetime import time
from django.utils import timezone
from crm.shop.models import Location, OpeningWindow, ShopSettings
from customers.actions.consent import Answer, record_consent
from customers.actions.customer import create_customer
from engagement.actions.mail_room import current_room
from engagement.actions.message import Draft, plan_message
from engagement.addresses import address_hash
from engagement.models import MailRoom, Suppression

current_room()
MailRoom.objects.update(per_minute=100_000, per_hour=100_000, per_day=100_000)
name, letters, news, silent = sys.argv[1], *map(int, sys.argv[2:])
shop, is_new = ShopSettings.objects.get_or_create(pk=1, defaults=dict(name="Paper", country="US",
    phone_country="US", time_zone="UTC", currency="USD", legal_footer="1 High Street"))
if is_new:
    place = Location.objects.create(name="Always", keeps_public_holidays=False)
    for day in range(7):
        OpeningWindow.objects.create(location=place, weekday=day, opens=time(0), closes=time(23, 59, 59))
for number in range(letters + news):
    kind, topic = ("transactional", "") if number < letters else ("marketing", "news")
    address = f"{name}{number}@guests.example"
    customer = create_customer({"emails": [address]}, by=None)
    if topic:
        record_consent(customer, Answer("email", topic, is_given=True, source="test"), by=None)
    if number >= letters + news - silent:
        Suppression.objects.create(address_hash=address_hash(address), scope="unasked", reason="unsubscribe",
            source="test", at=timezone.now())
    draft = Draft(f"{name}:{number}", kind, "test", topic=topic, subject=f"Hello {number}", body="Hello")
    plan_message(draft, customer=customer, by=None)
"""
BUSY = "SELECT count(*) FROM engagement_message WHERE state IN ('planned', 'sending') AND dedupe_key LIKE %s"
ALL = "SELECT message_class, state, message_id, skip_reason FROM engagement_message WHERE dedupe_key LIKE %s"


class Sink:
    """A mail server that takes its time, and remembers every Message-ID it said yes to."""

    def __init__(self, seconds: float) -> None:
        self.port, self.seconds, self.seen = free_port(), seconds, Counter[str]()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(  # noqa: N802 - the name is the library's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        import asyncio

        await asyncio.sleep(self.seconds)
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        self.seen[str(mail["Message-ID"])] += 1
        return "250 fine"


class Outbox:
    """The mails of one test, in the book and at the sink."""

    def __init__(self, run: Run, sink: Sink) -> None:
        self.run, self.sink, self.name = run, sink, f"m{random.randrange(10**9)}"

    def plan(self, letters: int = LETTERS, news: int = NEWS, silent: int = SILENT) -> None:
        numbers = [str(number) for number in (letters, news, silent)]
        surroundings = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "REGULARS_HOME": str(self.run.home),
            "DATABASE_URL": database_url(self.run.home, role=OWNER_ROLE),
            "DJANGO_SETTINGS_MODULE": "crm.settings",
        }
        subprocess.run(
            [sys.executable, "-c", SEED, self.name, *numbers], cwd=REPOSITORY, env=surroundings, check=True
        )

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(database_url(self.run.home, role=OWNER_ROLE)) as book:
            return book.execute(question, [f"{self.name}:%"]).fetchall()

    def is_quiet(self) -> bool:
        [(busy,)] = self.ask(BUSY)
        return busy == 0

    def settled(self) -> list[tuple[object, ...]]:
        """Every row, once nothing is on its way any more (G3)."""
        wait_until(self.is_quiet, told=lambda: Counter(row[:2] for row in self.ask(ALL)))
        return self.ask(ALL)


def check(outbox: Outbox, *, kills: int) -> None:
    """Nothing lost, nothing unasked twice, nobody mailed who said no."""
    rows, seen = outbox.settled(), outbox.sink.seen
    told = Counter((kind, state, reason) for kind, state, _mail, reason in rows)
    for kind, state, mail, _reason in rows:
        if kind == "transactional":
            assert (state, seen[str(mail)] >= 1) == ("sent", True), told
        elif state == "sent":
            assert seen[str(mail)] == 1, told
        elif state == "unknown":
            assert seen[str(mail)] <= 1, told
        else:
            assert (state, seen[str(mail)]) == ("skipped", 0), told
    assert told["marketing", "sent", ""] > 0, told
    repeats = sum(seen[str(row[2])] - 1 for row in rows if row[0] == "transactional")
    doubtful = sum(row[1] == "unknown" for row in rows)
    assert repeats + doubtful <= kills, told


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    sink = Sink(0.03)
    sink.controller.start()
    yield sink
    sink.controller.stop()


@pytest.fixture(scope="module")
def runs() -> Iterator[list[Run]]:
    started: list[Run] = []
    yield started
    for run in started:
        run.tidy()


@pytest.fixture
def run(runs: list[Run], shop_home, sink: Sink) -> Run:
    """The shop of this file, started again where a test has stopped it."""
    if not runs or runs[-1].process.poll() is not None:
        runs.append(start(shop_home, sink))
    return runs[-1]


def start(shop_home, sink: Sink) -> Run:
    knobs = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "PUBLIC_URL": "https://shop.example"}
    return Run(shop_home, free_port(), MAIL_FROM="Paper <paper@shop.example>", **knobs).ready()


@pytest.fixture
def outbox(run: Run, sink: Sink) -> Outbox:
    return Outbox(run, sink)


def kill_one_of(run: Run, *words: str) -> bool:
    """kill -9 of somebody who works: a whole worker, or a process of its pool."""
    with suppress(AssertionError, psutil.Error):
        worker = run.child(*words)
        victims = worker.children() or [worker]
        random.choice(victims).kill()
        return True
    return False


def test_killed_workers_lose_no_letter_and_repeat_no_news(run: Run, outbox: Outbox):
    outbox.plan()
    kills = 0
    for turn in range(6):
        time.sleep(1.5)
        # The runner starts a worker again three times a minute at most: pools are killed more often.
        words = ("celery", "letters") if turn in {1, 4} else ("celery", "celery,bulk")
        kills += kill_one_of(run, *words)
        if outbox.is_quiet():
            break

    check(outbox, kills=kills)


def test_an_emptied_redis_delays_and_loses_nothing(run: Run, outbox: Outbox):
    outbox.plan(letters=60, news=20, silent=0)

    with redis.Redis.from_url(redis_url(run.home)) as doorbell:
        for _time in range(10):
            doorbell.flushall()
            time.sleep(0.3)

    check(outbox, kills=0)


def test_two_clocks_have_one_effect(run: Run, outbox: Outbox):
    clock = run.child("celery", "beat")
    command, surroundings = clock.cmdline(), clock.environ()
    command[command.index("--schedule") + 1] += "-second"
    second = subprocess.Popen(command, cwd=REPOSITORY, env=surroundings, stderr=subprocess.DEVNULL)
    try:
        outbox.plan(letters=60, news=30, silent=0)

        check(outbox, kills=0)
    finally:
        second.kill()
        second.wait(PATIENCE)


def test_a_shop_told_to_stop_takes_up_its_mail_again(shop_home, sink: Sink, run: Run, runs: list[Run]):
    outbox = Outbox(run, sink)
    outbox.plan(letters=80, news=40, silent=0)
    wait_until(lambda: sum(sink.seen.values()) > 0)

    run.end(signal.SIGTERM)
    assert not [process for process in run.seen if is_running(process)]
    outbox.run = start(shop_home, sink)
    runs.append(outbox.run)
    check(outbox, kills=1)
