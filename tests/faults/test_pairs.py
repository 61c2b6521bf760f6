"""Two of eight things happen to fifty guests at the same moment: every pair, and who protects wins (R36)."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from threading import Barrier

import pytest

from tests.faults.box import Box
from tests.faults.guest import EVENTS, PROTECTS, Became, Events, Guest, became, invite
from tests.faults.outbox import Outbox
from tests.faults.test_api import make_key
from tests.faults.visitor import Reply
from tests.patience import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

TIMES = 50
# A mail that is being handed over in this moment cannot be called back.
ON_THE_WIRE = 1.0
Answers = dict[str, tuple[Reply, float]]


@pytest.fixture(scope="module")
def events(box: Box) -> Iterator[Events]:
    """The key is made once: a sign-in is asked for each time."""
    yield Events(box, make_key(box.olga, "write"))
    box.olga.get("/customers/new/")


def both(events: Events, pair: tuple[str, str], guest: Guest) -> Answers:
    """Each in a thread of its own, and neither before the other."""
    start = Barrier(2)

    def happen(name: str) -> tuple[Reply, float]:
        start.wait()
        return events.happen(name, guest)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(pair, pool.map(happen, pair), strict=True))


def sent_at(box: Box, message_id: str) -> list[float]:
    return [taken.at for taken in box.sink.taken if taken.message_id == message_id]


def what_is_wrong(answers: Answers, now: Became, sent: list[float], *, is_racing: bool) -> list[str]:
    """Everything that must be true of one guest, whichever of the two came first."""
    said = {name: reply.status for name, (reply, _at) in answers.items()}
    protected_at = [at for name, (_reply, at) in answers.items() if name in PROTECTS]
    grace = ON_THE_WIRE if is_racing else -1e9
    claims = {
        "somebody was not answered": set(said.values()) <= {200, 201, 409},
        "only an edit may be refused": all(status != 409 for name, status in said.items() if name != "edit"),
        "sent as often as the book says": len(sent) == (now.state == "sent"),
        "it came to an end": now.state in {"sent", "skipped", "cancelled"},
        "mailed after a no": all(at <= no + grace for at in sent for no in protected_at),
        "not sent, and nothing was against it": now.state == "sent" or bool(protected_at) or "cancel" in said,
        "called off and sent": "cancel" not in said or is_racing or now.state != "sent",
        "do not disturb was lost": now.is_quiet == ("quiet" in said),
        "the edit was lost": (now.given_name == "Edited") == (said.get("edit") == 200),
        "the yes was lost": now.yeses == ("agree" in said),
        "the sale was lost": (now.purchases, now.lines) == (("buy" in said),) * 2,
        "they are two now": now.doubles == 0,
    }
    return [claim for claim, is_true in claims.items() if not is_true]


@pytest.mark.parametrize("pair", list(combinations(EVENTS, 2)), ids="-".join)
def test_two_things_at_once_are_as_if_one_came_first(
    box: Box, outbox: Outbox, events: Events, pair: tuple[str, str]
):
    guests = invite(outbox, TIMES)
    random.shuffle(guests)

    with ThreadPoolExecutor(3) as pool:
        answers = dict(zip(guests, pool.map(lambda guest: both(events, pair, guest), guests), strict=True))
    box.ask("UPDATE engagement_message SET not_before = now() WHERE dedupe_key LIKE %s", outbox.like)
    wait_until(outbox.is_quiet, told=outbox.told)

    is_racing = "send" in pair
    wrong = {}
    for guest, answer in answers.items():
        now = became(box, guest)
        if found := what_is_wrong(answer, now, sent_at(box, now.message_id), is_racing=is_racing):
            wrong[guest.address] = (found, now, {name: reply.status for name, (reply, _) in answer.items()})
    assert wrong == {}
    outbox.nothing_unforeseen_was_logged(())
