"""A newsletter under way: no letter waits for it, and no death makes it skip or repeat anybody (R33, R05)."""

import statistics
import time
from itertools import count

import pytest

from tests.faults.box import Box
from tests.faults.outbox import A_WORKER, Outbox
from tests.patience import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

SECONDS_FOR_A_LETTER = 30
MANY = 2_000


def move(box: Box, number: int, button: str) -> None:
    address = f"/announcements/{number}/"
    box.olga.get(address)
    assert box.olga.post(f"{address}move/", do=button).url.endswith(address)


def stands_still(box: Box) -> bool:
    """Nobody gets anything for a while."""
    before = len(box.sink.taken)
    time.sleep(2)
    return len(box.sink.taken) == before


def test_a_letter_does_not_wait_for_two_thousand_news(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.05)
    number = outbox.announce(MANY)
    outbox.has_begun(20)
    letters, planned = Outbox(box), {}

    for _letter in range(20):
        since = time.time()
        [key] = letters.plan(letters=1)
        planned[key] = since
        time.sleep(0.3)
    begun = time.monotonic()
    guest = box.visitor()
    guest.get("/account/password/reset/")
    guest.post("/account/password/reset/", email="olga@shop.example")
    box.sink.mail_to("olga@shop.example")
    password = time.monotonic() - begun

    letters.check(kills=0)
    numbers = {row.message_id: row.key for row in letters.rows()}
    at = {numbers[taken.message_id]: taken.at for taken in box.sink.taken if taken.message_id in numbers}
    waited = [at[key] - since for key, since in planned.items()]
    told = (
        f"letters {statistics.median(waited):.1f} s, at most {max(waited):.1f} s; password {password:.1f} s"
    )
    print(told, outbox.told())  # noqa: T201 - the figures are worth seeing also when all is well
    assert outbox.told()["marketing", "planned", ""] > 100, "the newsletter was over before the letters"
    assert max(*waited, password) <= SECONDS_FOR_A_LETTER, told
    move(box, number, "cancel")
    wait_until(outbox.is_quiet, told=outbox.told)


def test_a_newsletter_paused_resumed_and_killed_skips_and_repeats_nobody(box: Box, outbox: Outbox):
    box.sink.does(seconds=0.03)
    number = outbox.announce(300)
    outbox.has_begun(20)

    move(box, number, "pause")
    paused_at = time.monotonic()
    wait_until(lambda: stands_still(box))
    paused_after = time.monotonic() - paused_at
    late = [row for row in outbox.rows() if row.state == "planned"][:15]
    box.clerk.do("silence", addresses=[row.to for row in late])
    outbox.silent = {row.key for row in late}
    move(box, number, "resume")
    kills, turns = 0, count()
    while not outbox.is_quiet() and kills < 5:
        time.sleep(0.5)
        kills += box.kill_somebody(next(turns))

    outbox.check(kills=kills, foreseen=A_WORKER)
    assert paused_after < 5 + 2
    assert outbox.told()["marketing", "skipped", "suppressed"] == 15
    wait_until(lambda: state_of(box, number) == "done", told=lambda: state_of(box, number))


def state_of(box: Box, number: int) -> str:
    [(state,)] = box.ask("SELECT state FROM engagement_announcement WHERE id = %s", number)
    return str(state)


def test_work_that_takes_longer_than_redis_remembers_it_is_done_once(box: Box, outbox: Outbox):
    """The doorbell of this shop rings again after five seconds for what nobody has said to be done."""
    box.sink.does(seconds=0.3)
    outbox.plan(letters=40, news=40, silent=5)

    outbox.check(kills=0)
    assert outbox.news_in_history() == 35
