"""A mail that cannot be written, or that kills whoever writes it, stops no other (R19)."""

import pytest

from tests.faults.box import Box
from tests.faults.clerk import ABORT, RAISE, SWELL
from tests.faults.outbox import A_WORKER, Outbox
from tests.patience import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]


def test_poison_is_given_up_with_its_reason_and_stops_no_other(box: Box, outbox: Outbox):
    # Those who die of it are of the worker's pool: a worker for letters that dies too often ends the shop.
    deadly, hopeless, endless = Outbox(box), Outbox(box), Outbox(box)
    deadly.plan(news=2, body=ABORT)
    hopeless.plan(letters=2, body=RAISE)
    endless.plan(letters=1, news=1, body=SWELL)
    others = outbox.plan(letters=50, news=50)

    outbox.check(kills=0, foreseen={"mail_not_made", "RuntimeError", "MemoryError", *A_WORKER})
    for poison in (deadly, hopeless, endless):
        poison.settle_without_pauses()

    assert len(others) == 100
    assert {row.state for row in deadly.rows() + hopeless.rows() + endless.rows()} == {"failed"}
    assert {row.problem for row in deadly.rows()} == {"the worker ended each time"}
    assert {row.problem for row in hopeless.rows()} == {"could not be made: RuntimeError"}
    assert {row.problem for row in endless.rows()} == {"could not be made: MemoryError"}
    attempts = box.ask("SELECT max(attempts) FROM engagement_message WHERE state = 'failed'")
    assert attempts == [(5,)]
    wait_until(lambda: box.run.answers("/readyz"))
