"""Complaints while things die and race: nothing is lost, nobody overwrites anybody (R10–R14, R36)."""

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest

from tests.faults.box import Box
from tests.faults.test_api import ask_as_program, make_key
from tests.faults.test_races import ONCE, at_once
from tests.faults.visitor import Reply
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

TAKEN = {"wish": "replacement", "severity": "3", "channel": "in_store"}
VERSION = re.compile(r'name="version" value="(\d+)"')
MOVES = """
    SELECT count(*) FROM feedback_complaintevent
    WHERE complaint_id = %s AND kind = 'acknowledged'
"""
TOLD = "SELECT count(*) FROM feedback_complaint WHERE story = %s"


@pytest.fixture(scope="module")
def key(box: Box) -> Iterator[str]:
    yield make_key(box.olga, "write")
    box.olga.get("/customers/new/")


def take(box: Box, story: str) -> str:
    """Its address, below the shop's."""
    reply = box.olga.post("/complaints/new/", story=story, **TAKEN)
    assert reply.status == 200, reply
    return reply.url.removeprefix(box.run.url)


def edit(box: Box, path: str, version: int, story: str) -> Reply:
    return box.olga.post(f"{path}edit/", version=str(version), story=story, **TAKEN)


def version_of(box: Box, path: str) -> int:
    return int(VERSION.findall(box.olga.get(f"{path}edit/").text)[0])


def story_of(box: Box, path: str) -> tuple[str, int]:
    number = int(path.strip("/").rpartition("/")[2])
    [found] = box.ask("SELECT story, version FROM feedback_complaint WHERE id = %s", number)
    return found


def test_of_two_who_correct_a_complaint_at_once_the_slower_is_told(box: Box):
    path = take(box, "The kettle leaks.")

    for round_ in range(15):
        version = version_of(box, path)
        stories = [f"Kettle {round_}, left", f"Kettle {round_}, right"]
        replies = at_once(*[partial(edit, box, path, version, story) for story in stories])

        assert sorted(reply.status for reply in replies) == [200, 409]
        kept, now = story_of(box, path)
        loser = next(reply for reply in replies if reply.status == 409)
        assert kept in stories
        assert now == version + 1
        # What was typed is still there, beside what stands now.
        assert all(story in loser.text for story in stories)


def test_a_crash_of_postgres_loses_no_correction_that_was_acknowledged(box: Box):
    path = take(box, "The lamp flickers.")
    statuses: Counter[int] = Counter()
    acknowledged: list[str] = []
    forgotten: list[int] = []
    stop = threading.Event()

    def correct() -> None:
        number = version = 0
        while not stop.is_set():
            if found := VERSION.findall(box.olga.get(f"{path}edit/").text):
                version = int(found[0])
            number += 1
            reply = edit(box, path, version, f"Lamp {number}")
            statuses[reply.status] += 1
            if reply.status == 200:
                acknowledged.append(f"Lamp {number}")
            elif f"Lamp {number}" not in reply.text:
                forgotten.append(number)

    working = threading.Thread(target=correct)
    working.start()
    wait_until(lambda: len(acknowledged) >= 5)
    with box.without_postgres():
        wait_until(lambda: statuses[503] >= 2)
    seen = len(acknowledged)
    wait_until(lambda: len(acknowledged) >= seen + 3)
    stop.set()
    working.join(PATIENCE)

    # 409: the one before was kept, although its answer got lost.
    assert set(statuses) <= {200, 409, 503}, statuses
    assert story_of(box, path)[0] == acknowledged[-1]
    assert forgotten == [], "what was typed is gone"


def test_a_complaint_taken_with_two_clicks_is_one(box: Box):
    once = ONCE.findall(box.olga.get("/complaints/new/").text)[0]
    story = "The clasp broke."

    replies = at_once(*[lambda: box.olga.post("/complaints/new/", story=story, once=once, **TAKEN)] * 4)

    assert {reply.status for reply in replies} == {200}
    assert len({reply.url for reply in replies}) == 1
    assert box.ask(TOLD, story) == [(1,)]


def test_a_program_that_tells_of_a_complaint_again_and_again_tells_it_once(box: Box, key: str):
    story = "The cup has a crack."
    body = json.dumps({"story": story, "wish": "refund", "channel": "phone"}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "cup-1"}

    replies = at_once(*[lambda: ask_as_program(box.run, key, "complaints/", body, headers)] * 10)
    box.kill_web()
    wait_until(lambda: ask_as_program(box.run, key, "complaints/", body, headers).status == 201)

    assert {reply.status for reply in replies} <= {201, 409}
    assert box.ask(TOLD, story) == [(1,)]


def test_a_step_that_three_press_at_once_is_taken_once(box: Box):
    for round_ in range(10):
        path = take(box, f"Parcel {round_} never came.")
        number = int(path.strip("/").rpartition("/")[2])

        replies = at_once(*[partial(box.olga.post, f"{path}move/", do="told")] * 3)

        assert {reply.status for reply in replies} == {200}
        assert box.ask("SELECT state FROM feedback_complaint WHERE id = %s", number) == [("acknowledged",)]
        assert box.ask(MOVES, number) == [(1,)]
