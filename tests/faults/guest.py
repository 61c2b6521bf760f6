"""Somebody to whom two things happen at the same moment, each as it comes from outside (R36)."""

import json
import time
from collections.abc import Callable
from typing import NamedTuple

from tests.faults.box import Box
from tests.faults.outbox import Outbox
from tests.faults.test_api import ask_as_program
from tests.faults.visitor import Reply

KNOWN = """
    SELECT e.address, c.id, c.version, m.id
    FROM engagement_message m JOIN customers_customer c ON c.id = m.customer_id
    JOIN customers_email e ON e.customer_id = c.id WHERE m.dedupe_key LIKE %s
"""
BECAME = """
    SELECT m.state, m.message_id, c.do_not_disturb_since IS NOT NULL, c.given_name,
        (SELECT count(*) FROM customers_consent WHERE customer_id = c.id AND source = 'At the counter'),
        (SELECT count(*) FROM customers_purchase WHERE customer_id = c.id),
        (SELECT count(*) FROM customers_interaction i JOIN customers_purchase p
            ON i.about = 'customers.purchase:' || p.id WHERE p.customer_id = c.id AND i.customer_id = c.id),
        (SELECT count(*) FROM customers_email WHERE address = %s AND customer_id <> c.id)
    FROM engagement_message m JOIN customers_customer c ON c.id = m.customer_id WHERE m.id = %s
"""


class Guest(NamedTuple):
    """A customer with one mail of news that waits, and the page on which they may say no."""

    address: str
    number: int
    version: int
    mail: int
    farewell: str


class Became(NamedTuple):
    """What the book says of a guest afterwards."""

    state: str
    message_id: str
    is_quiet: bool
    given_name: str
    yeses: int
    purchases: int
    lines: int
    doubles: int


def invite(outbox: Outbox, count: int) -> list[Guest]:
    """So many, whose news are not due for an hour."""
    outbox.plan(news=count, delay=3600)
    farewells = outbox.box.clerk.do("preference_links", name=outbox.name)
    found = outbox.box.ask(KNOWN, outbox.like)
    return [Guest(*known, farewell=farewells[known[0]]) for known in found]


def became(box: Box, guest: Guest) -> Became:
    [found] = box.ask(BECAME, guest.address, guest.mail)
    return Became(*found)


class Events:
    """The eight; each gives the answer and when it was there."""

    def __init__(self, box: Box, key: str) -> None:
        self.box, self.key = box, key

    def happen(self, name: str, guest: Guest) -> tuple[Reply, float]:
        event: Callable[[Guest], Reply] = getattr(self, name)
        return event(guest), time.time()

    def send(self, guest: Guest) -> Reply:
        """The hour has come."""
        self.box.ask("UPDATE engagement_message SET not_before = now() WHERE id = %s", guest.mail)
        return Reply(200, "", {})

    def unsubscribe(self, guest: Guest) -> Reply:
        """As a mail program does it, with one click."""
        return self.box.visitor().post(guest.farewell, **{"List-Unsubscribe": "One-Click"})

    def agree(self, guest: Guest) -> Reply:
        """They said yes at the counter, perhaps a minute ago."""
        return self.box.olga.post(
            f"/customers/{guest.number}/consent/record/",
            channel="email",
            topic="news",
            answer="yes",
            source="At the counter",
            wording="May we write?",
        )

    def quiet(self, guest: Guest) -> Reply:
        return self.box.olga.post(f"/customers/{guest.number}/quiet/", quiet="1")

    def edit(self, guest: Guest) -> Reply:
        return self.box.olga.post(
            f"/customers/{guest.number}/edit/",
            version=str(guest.version),
            given_name="Edited",
            emails=guest.address,
        )

    def cancel(self, guest: Guest) -> Reply:
        return self.box.olga.post(f"/mail/{guest.mail}/cancel/")

    def bounce(self, guest: Guest) -> Reply:
        return self.box.olga.post(f"/customers/{guest.number}/bounced/", address=guest.address)

    def buy(self, guest: Guest) -> Reply:
        """The till tells a sale."""
        sale = {"lines": [{"unit_price": "4.20"}], "customer": {"email": guest.address}}
        headers = {"Content-Type": "application/json", "Idempotency-Key": guest.address}
        return ask_as_program(self.box.run, self.key, "purchases/", json.dumps(sale).encode(), headers)


EVENTS = ("send", "unsubscribe", "agree", "quiet", "edit", "cancel", "bounce", "buy")
# After these nothing may leave that nobody asked for.
PROTECTS = frozenset({"unsubscribe", "quiet", "bounce"})
