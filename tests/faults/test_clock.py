"""Nobody was there for days, or the machine's clock is wrong: nothing twice, nothing too late (R21, R24)."""

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.box import Box
from tests.faults.outbox import Outbox
from tests.faults.visitor import sign_in

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

A_MINUTE = 120
PASS = """
    UPDATE engagement_message SET not_before = not_before - make_interval(days => %s),
        expires_at = expires_at - make_interval(days => %s),
        created_at = created_at - make_interval(days => %s)
    WHERE dedupe_key LIKE %s
"""


def let_days_pass(outbox: Outbox, days: int) -> None:
    """As if it had been planned so long ago: the shop knows the age of a mail by nothing else."""
    outbox.box.ask(PASS, days, days, days, outbox.like)


def most_in_ten_seconds(box: Box, since: int) -> int:
    at = [taken.at for taken in box.sink.taken[since:]]
    return max(sum(begun <= other < begun + 10 for other in at) for begun in at)


def test_after_days_without_anybody_each_is_sent_once_or_is_too_old(box: Box, outbox: Outbox):
    old, sent_before = Outbox(box), len(box.sink.taken)
    box.run.end()
    outbox.plan(letters=20, news=20, silent=5)
    let_days_pass(outbox, 1)
    old.plan(letters=10, news=10)
    let_days_pass(old, 10)
    box.ask("UPDATE engagement_mailroom SET per_minute = %s", A_MINUTE)

    box.reopen()

    try:
        for mails in (outbox, old):
            mails.log_begins = len(box.run.log)
            mails.check(kills=0)
    finally:
        box.ask("UPDATE engagement_mailroom SET per_minute = 100000")
    told = Counter((row.kind, row.state, row.reason) for row in old.rows())
    assert told == {("transactional", "sent", ""): 10, ("marketing", "skipped", "stale"): 10}
    # A sixth of what may leave in a minute, by each of the two who send.
    assert most_in_ten_seconds(box, sent_before) <= 2 * A_MINUTE / 6


@pytest.mark.parametrize(
    "wrong_by",
    ["3600", "-3600", "86400", "-86400"],
    ids=["an hour", "an hour back", "a day", "a day back"],
)
def test_a_clock_that_jumps_sends_nothing_twice(box: Box, outbox: Outbox, wrong_by: str):
    box.sink.does(seconds=0.05)
    outbox.plan(letters=40, news=25, silent=5)
    outbox.has_begun(3)
    box.run.end()

    box.reopen(CLOCK_IS_WRONG_BY=wrong_by)
    outbox.plan(letters=5)
    box.seconds_for("/customers/")
    box.run.end()
    box.reopen()
    # A day is longer than anybody stays signed in.
    box.olga = sign_in(box.run.url)

    outbox.log_begins = len(box.run.log)
    outbox.check(kills=0)


@pytest.mark.parametrize("wrong_by", ["3600", "-3600"], ids=["an hour", "an hour back"])
def test_a_clock_set_while_everybody_works_sends_nothing_twice(
    box: Box, outbox: Outbox, tmp_path: Path, wrong_by: str
):
    clock = tmp_path / "clock"
    clock.write_text("0")
    box.run.end()
    box.reopen(CLOCK_IS_WRONG_BY=str(clock))
    outbox.log_begins = len(box.run.log)
    try:
        box.sink.does(seconds=0.05)
        outbox.plan(letters=40, news=25, silent=5)
        outbox.has_begun(3)

        clock.write_text(wrong_by)
        outbox.plan(letters=5)
        time.sleep(5)
        clock.write_text("0")
        outbox.plan(letters=5)

        outbox.check(kills=0)
    finally:
        box.run.end()
        box.reopen()
