"""Mail while processes die again and again, or there are too many of them (R01-R03, R06, R22, R25)."""

import random
import subprocess
import time
from itertools import count

import pytest
import redis
from celery import Celery

from crm.embedded.places import REPOSITORY, redis_url
from tests.faults.box import CLOCK, LETTERS, WORKER, Box
from tests.faults.conftest import is_running
from tests.faults.outbox import A_WORKER, Outbox
from tests.patience import PATIENCE

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]


@pytest.mark.parametrize("knobs", [{}, {"FORGETFUL": "1"}], ids=["as it is", "with a forgetful Redis"])
def test_workers_that_die_again_and_again_lose_no_letter_and_repeat_no_news(
    box: Box, outbox: Outbox, knobs: dict[str, str]
):
    box.reopen(**knobs)
    outbox.log_begins = len(box.run.log)
    box.sink.does(seconds=0.05)
    outbox.plan(letters=100, news=80, silent=10)
    kills, turns = 0, count()
    while not outbox.is_quiet() and kills < 25:
        time.sleep(random.uniform(0.1, 0.6))
        kills += box.kill_somebody(next(turns))

    outbox.check(kills=kills, foreseen=A_WORKER)
    assert kills > 3


def test_a_redis_that_is_emptied_again_and_again_delays_and_loses_nothing(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=60, news=25, silent=5)

    with redis.Redis.from_url(redis_url(box.home / "bell")) as doorbell:
        while not outbox.is_quiet():
            doorbell.flushall()
            time.sleep(0.3)

    outbox.check(kills=0)


def test_work_that_another_release_asks_for_stops_nobody(box: Box, outbox: Outbox):
    """A web machine newer or older than the workers: names they do not know, more than they take."""
    bell = redis_url(box.home / "bell").replace("unix://", "redis+socket://", 1)
    box.sink.does(seconds=0.02)
    outbox.plan(letters=40, news=40, silent=5)

    with Celery(broker=bell) as another:
        for queue in ("celery", "bulk", "letters"):
            another.send_task("engagement.tasks.of_another_release", [1], queue=queue)
            another.send_task("engagement.tasks.send_letters", [1, "more"], {"than": "now"}, queue=queue)
            another.send_task("engagement.tasks.send_letters", queue=queue)

    outbox.check(kills=0, foreseen={"TypeError", "KeyError", "NotRegistered"})


def second(box: Box, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """One more of them, with the same command line and surroundings."""
    first = box.run.child(*words)
    command, surroundings = first.cmdline(), first.environ()
    if "--schedule" in command:
        command[command.index("--schedule") + 1] += "-second"
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def test_two_clocks_and_twice_the_workers_have_one_effect(box: Box, outbox: Outbox):
    others = [second(box, words) for words in (CLOCK, LETTERS, WORKER)]
    try:
        box.sink.does(seconds=0.02)
        outbox.plan(letters=80, news=50, silent=5)

        outbox.check(kills=0)
        assert outbox.news_in_history() == 45
    finally:
        for other in others:
            other.terminate()
            other.wait(PATIENCE)


def test_a_shop_told_to_stop_takes_up_its_mail_again(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=80, news=40, silent=5)
    outbox.has_begun(3)

    status = box.run.end()

    assert (status, [process for process in box.run.seen if is_running(process)]) == (0, [])
    box.reopen()
    outbox.log_begins = len(box.run.log)
    outbox.check(kills=0)
