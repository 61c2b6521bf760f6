"""Whatever dies while mail is on its way: none is lost, none sent twice unasked (R01, R06, R07, R10, R20).

One death of each kind. These few are part of `.ci/run`; what takes longer is in the files beside.
"""

import threading
from collections import Counter

import pytest

from tests.faults.box import CLOCK, LETTERS, WORKER, Box
from tests.faults.outbox import POSTGRES, REDIS, Outbox
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def test_the_death_of_those_who_answer_loses_no_acknowledged_customer(box: Box, outbox: Outbox):
    outbox.plan(letters=10, news=5, silent=2)
    acknowledged: list[str] = []
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            if box.olga.post("/customers/new/", family_name=f"{outbox.name} {number}").status == 200:
                acknowledged.append(f"{outbox.name} {number}")

    working = threading.Thread(target=work)
    working.start()
    wait_until(lambda: len(acknowledged) >= 2)
    box.kill_web()
    seen = len(acknowledged)
    wait_until(lambda: len(acknowledged) >= seen + 2)
    stop.set()
    working.join(PATIENCE)

    names = Counter(
        name
        for (name,) in box.ask(
            "SELECT family_name FROM customers_customer WHERE family_name LIKE %s", f"{outbox.name}%"
        )
    )
    assert [name for name in acknowledged if names[name] != 1] == []
    outbox.check(kills=0)


def test_the_death_of_both_workers_loses_no_letter_and_repeats_no_news(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=30, news=30, silent=5)
    outbox.has_begun(5)

    box.kill(LETTERS)
    box.kill(WORKER)

    box.is_back()
    # Two were at it: the worker for letters, and one for news.
    outbox.check(kills=2)


def test_the_death_of_the_clock_delays_and_loses_nothing(box: Box, outbox: Outbox):
    box.kill(CLOCK)
    outbox.plan(letters=10, news=20, silent=5)

    box.is_back()
    outbox.check(kills=0)
    assert outbox.news_in_history() == 15


def test_a_crash_of_postgres_loses_no_mail(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=30, news=30, silent=5)
    outbox.has_begun(5)

    with box.without_postgres():
        assert box.visitor().get("/account/login/").status == 503

    # Each of the two workers may have handed over a mail that it could not write down.
    outbox.check(kills=2, foreseen=POSTGRES)


def test_the_death_of_redis_delays_and_loses_nothing(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=30, news=30, silent=5)
    outbox.has_begun(5)

    with box.without_valkey():
        outbox.plan(letters=5)

    outbox.check(kills=0, foreseen=REDIS)


def test_the_death_of_the_mail_server_burns_no_attempt(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=30, news=30, silent=5)
    outbox.has_begun(5)

    box.sink.kill()
    wait_until(outbox.some_are_put_off, told=outbox.told)
    box.sink.start()
    outbox.settle_without_pauses()

    # One mail of each queue may have been handed over when it died, and its answer is missing.
    outbox.check(kills=2)
