"""Redis hangs, or has no room, while mail is wanted: pages go on, and nothing is lost (R08, R09)."""

import time

import pytest
import redis

from crm.embedded.places import redis_url
from tests.faults.box import Box
from tests.faults.outbox import REDIS, Outbox
from tests.patience import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

RESET = "/account/password/reset/"


def ask_for_a_link(box: Box) -> float:
    """How long the page took to say that a link is on its way."""
    guest = box.visitor()
    guest.get(RESET)
    begun = time.monotonic()
    assert guest.post(RESET, email="olga@shop.example").status == 200
    return time.monotonic() - begun


def links(box: Box) -> int:
    return sum(taken.to == "olga@shop.example" for taken in box.sink.taken)


def test_a_hung_redis_holds_up_no_page_and_loses_no_link(box: Box, outbox: Outbox):
    usual, before = ask_for_a_link(box), links(box)

    with box.hung_valkey():
        outbox.plan(letters=5)
        took = ask_for_a_link(box)

    assert took < usual + 1 + 0.5, (took, usual)
    wait_until(lambda: links(box) >= before + 1)
    outbox.check(kills=0, foreseen=REDIS)


def test_a_redis_without_room_delays_and_loses_nothing(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=20, news=20, silent=5)
    outbox.has_begun(3)

    with redis.Redis.from_url(redis_url(box.home / "bell")) as doorbell:
        doorbell.config_set("maxmemory", "100kb")
        with pytest.raises(redis.exceptions.OutOfMemoryError):
            doorbell.set("x", "y" * 100_000)
        acknowledged = outbox.plan(letters=5)
        statuses = {box.olga.get("/customers/").status for _page in range(5)}
        doorbell.config_set("maxmemory", "0")

    assert (len(acknowledged), statuses) == (5, {200})
    outbox.check(kills=0, foreseen=REDIS)


def test_workers_hear_a_redis_again_that_did_not_hear_them(box: Box, outbox: Outbox):
    """They wanted to say that something was done; Celery alone would ask for no more work from then on."""
    box.sink.does(seconds=0.2)
    outbox.plan(letters=40, news=30)
    outbox.has_begun(1)

    with box.hung_valkey():
        wait_until(lambda: "Couldn't ack" in box.run.log[outbox.log_begins :])
    outbox.plan(letters=5, news=5)

    outbox.check(kills=0, foreseen=REDIS)
