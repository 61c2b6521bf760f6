"""Two want opposite things at the same moment: the one who protects somebody wins (R36)."""

import random
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.box import Box
from tests.faults.outbox import Outbox
from tests.faults.visitor import Reply, Visitor
from tests.patience import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

# A mail that is being handed over in this moment cannot be called back.
ON_THE_WIRE = 1.0
ONCE = re.compile(r'name="once" value="([^"]+)"')


def at_once(*works: Callable[[], Reply]) -> list[Reply]:
    """All of them together."""
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(lambda work: work(), works))


def say_no(guest: Visitor, path: str) -> float:
    """One click, as a mail program does it; when the answer was there."""
    reply = guest.post(path, **{"List-Unsubscribe": "One-Click"})
    assert reply.status == 200, reply
    return time.time()


def test_nobody_gets_news_after_their_no_was_acknowledged(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.1)
    outbox.plan(news=60, delay=3)
    links = box.clerk.do("preference_links", name=outbox.name)
    guests = list(links.items())
    random.shuffle(guests)
    outbox.has_begun(3)

    with ThreadPoolExecutor(4) as pool:
        no = dict(pool.map(lambda guest: (guest[0], say_no(box.visitor(), guest[1])), guests))

    outbox.check(kills=0)
    got = {taken.to: taken.at for taken in box.sink.taken if taken.to in no}
    late = {to: at - no[to] for to, at in got.items() if at > no[to] + ON_THE_WIRE}
    assert late == {}
    told = outbox.told()
    assert 0 < told["marketing", "sent", ""] < 60, "nobody was in time, or everybody"
    # Nor does the log know by which address they came (S22).
    assert [path for path in links.values() if path.rstrip("/").rpartition("/")[2] in box.run.log] == []


def test_a_mail_that_was_called_off_was_not_sent(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.1)
    outbox.plan(letters=40, delay=2)
    numbers = dict(
        box.ask("SELECT id, message_id FROM engagement_message WHERE dedupe_key LIKE %s", outbox.like)
    )
    outbox.has_begun(2)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda number: box.olga.post(f"/mail/{number}/cancel/"), reversed(numbers)))

    wait_until(outbox.is_quiet, told=outbox.told)
    seen = box.sink.seen
    states = {(row.state, seen[row.message_id]) for row in outbox.rows()}
    assert states == {("sent", 1), ("cancelled", 0)}, outbox.told()


def test_a_doubtful_mail_sent_again_by_two_colleagues_leaves_once(box: Box, outbox: Outbox):
    box.sink.does(DATA="554 5.7.1 not now")
    outbox.plan(letters=1)
    wait_until(lambda: outbox.told()["transactional", "failed", ""] == 1, told=outbox.told)
    box.sink.does(seconds=0.5)
    [(number,)] = box.ask("SELECT id FROM engagement_message WHERE dedupe_key LIKE %s", outbox.like)

    at_once(*[lambda: box.olga.post(f"/mail/{number}/again/")] * 4)

    outbox.check(kills=0)
    assert sum(box.sink.seen[row.message_id] for row in outbox.rows()) == 1


def test_the_last_seat_is_taken_once(box: Box, outbox: Outbox):
    paths = box.clerk.do("invite_for_one_seat", name=outbox.name, guests=6)

    replies = at_once(*[lambda path=path: box.visitor().post(path, answer="coming") for path in paths])

    assert sorted(reply.status for reply in replies) == [200, 409, 409, 409, 409, 409]
    coming = box.ask("SELECT count(*) FROM engagement_announcementrecipient WHERE attendance = 'coming'")
    assert coming == [(1,)]


def test_a_voucher_shown_at_four_tills_is_taken_once(box: Box):
    code = box.clerk.do("voucher")
    box.olga.get("/rewards/till/")
    shown = [box.olga.post("/rewards/till/", code=code).text for _till in range(4)]
    once = [ONCE.findall(page)[0] for page in shown]

    at_once(*[lambda key=key: box.olga.post("/rewards/till/", code=code, once=key, take="1") for key in once])

    assert len(set(once)) == 4
    assert box.ask("SELECT count(*) FROM engagement_voucherentry WHERE kind = 'redeemed'") == [(1,)]
