"""Customers answer a survey while things die and race: what they were thanked for is kept (R10, R13, R36)."""

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.faults.box import Box
from tests.faults.test_races import at_once
from tests.faults.visitor import MARK, Reply, Visitor
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

# Sooner, and it might be a robot.
READING = 2.2
KEPT = "SELECT score FROM feedback_response WHERE invitation_id = %s AND confirmed_at IS NOT NULL"
COUNTED = "SELECT count(*) FROM feedback_attempt WHERE invitation_id = %s AND fate IN ('first', 'instead')"
LINES = "SELECT count(*) FROM customers_interaction WHERE kind = 'survey_answer' AND customer_id = (%s)"
OVER = "UPDATE engagement_publiclink SET expires_at = now() WHERE about = 'feedback.invitation:' || %s"


@dataclass
class Guest:
    """Somebody who reads the page behind their link, and then presses the button."""

    box: Box
    number: int
    path: str
    score: str = field(default_factory=lambda: str(random.randint(1, 5)))

    def __post_init__(self) -> None:
        self.browser = self.box.visitor()
        # From one address only so many may come in a minute.
        self.browser.address = f"10.{random.randint(0, 255)}.{self.number >> 8 & 255}.{self.number & 255}"

    def read(self) -> None:
        self.page = MARK.findall(self.browser.get(f"{self.path}?v={self.score}").text)[0]

    def answer(self, browser: Visitor | None = None, score: str = "") -> Reply:
        sent = {"do": "send", "page": self.page, "score": score or self.score, "touched": "yes"}
        return (browser or self.browser).post(self.path, **sent)

    def kept(self) -> list[int]:
        return [score for (score,) in self.box.ask(KEPT, self.number)]

    def counted(self) -> int:
        [(found,)] = self.box.ask(COUNTED, self.number)
        return found


def is_thanked(reply: Reply) -> bool:
    return reply.status == 200 and "Thank you" in reply.text


def guests_who_read(box: Box, count: int) -> list[Guest]:
    found = [Guest(box, number, path) for number, path in box.clerk.do("ask_guests", guests=count)]
    for guest in found:
        guest.read()
    time.sleep(READING)
    return found


def kill_web_again_and_again(box: Box, thanked: list[Guest]) -> None:
    """As often as some have been answered; nobody is answered while it gets up."""
    for number in (3, 10, 17):
        wait_until(lambda number=number: len(thanked) >= number)
        box.kill_web()


def crash_postgres(box: Box, thanked: list[Guest]) -> None:
    wait_until(lambda: len(thanked) >= 3)
    with box.without_postgres():
        time.sleep(1)


@pytest.mark.parametrize("die", [kill_web_again_and_again, crash_postgres])
def test_no_answer_that_a_customer_was_thanked_for_is_lost(box: Box, die: Callable[..., None]):
    guests = guests_who_read(box, 40)
    statuses: Counter[int] = Counter()
    thanked: list[Guest] = []

    def press_until_thanked(guest: Guest) -> None:
        """The page stays open; whoever sees that it did not work presses again."""
        deadline = time.monotonic() + 2 * PATIENCE
        while guest not in thanked and time.monotonic() < deadline:
            reply = guest.answer()
            statuses[reply.status] += 1
            if is_thanked(reply):
                thanked.append(guest)
            else:
                time.sleep(0.5)

    with ThreadPoolExecutor(4) as pool:
        pressed = pool.map(press_until_thanked, guests)
        die(box, thanked)
        list(pressed)

    # 0: nobody answered. Never a page that says that something is wrong with us.
    assert set(statuses) <= {0, 200, 503}, statuses
    assert statuses[0] + statuses[503], "nothing happened while they answered"
    assert [guest.path for guest in guests if guest.kept() != [int(guest.score)]] == []
    assert {guest.counted() for guest in guests} == {1}


def test_a_double_click_and_two_tabs_are_one_answer(box: Box):
    guests = guests_who_read(box, 20)

    for guest in guests:
        replies = at_once(*[guest.answer] * 3)

        # One browser with one page: all of them see the thanks.
        assert [is_thanked(reply) for reply in replies] == [True] * 3, replies
    assert [guest.kept() for guest in guests] == [[int(guest.score)] for guest in guests]
    assert {guest.counted() for guest in guests} == {1}


def test_of_two_browsers_with_one_link_the_first_keeps_its_answer(box: Box):
    guests = guests_who_read(box, 20)

    for guest in guests:
        mine, other = guest.score, str(6 - int(guest.score) if guest.score != "3" else 1)
        stranger = Guest(box, guest.number, guest.path, score=other)
        stranger.page = guest.page
        at_once(guest.answer, stranger.answer)

        assert guest.kept() in ([int(mine)], [int(other)])
        assert guest.counted() == 1


def test_an_answer_at_the_very_end_is_taken_whole_or_not_at_all(box: Box):
    guests = guests_who_read(box, 50)
    outcomes: Counter[tuple[bool, int]] = Counter()

    def time_is_up(guest: Guest) -> Reply:
        box.ask(OVER, str(guest.number))
        return Reply(0, "", {})

    for guest in guests:
        works = [guest.answer, lambda guest=guest: time_is_up(guest)]
        random.shuffle(works)
        at_once(*works)
        after = guest.browser.get(guest.path)
        outcomes[bool(guest.kept()), after.status] += 1
        assert len(guest.kept()) == guest.counted()

    # The link is over for everybody now; who was in time has their answer in the book.
    assert {status for _kept, status in outcomes} == {410}, outcomes


def test_the_timeline_has_one_line_for_each_answer(box: Box):
    (guest,) = guests_who_read(box, 1)
    at_once(*[guest.answer] * 4)

    owner = "SELECT customer_id FROM feedback_invitation WHERE id = %s"
    [(customer,)] = box.ask(owner, guest.number)
    wait_until(lambda: box.ask(LINES, customer) == [(1,)])
