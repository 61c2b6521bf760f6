"""Two releases at once, as in the minutes of an upgrade: what the older one does not know waits (R25)."""

from collections.abc import Iterator

import pytest

from tests.faults.box import Box
from tests.faults.outbox import Outbox
from tests.patience import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long_fault, pytest.mark.xdist_group("faults")]

TABLES = ("engagement_message", "engagement_enrolment", "customers_customer", "customers_interaction")
NEW_CLASS = """
    UPDATE engagement_message SET message_class = %s, purpose = 'tomorrow'
    WHERE dedupe_key = ANY (SELECT dedupe_key FROM engagement_message WHERE dedupe_key LIKE %s LIMIT 5)
"""


@pytest.fixture
def newer_tables(box: Box) -> Iterator[None]:
    """A migration that adds a column has run; those who work have not heard of it."""
    for table in TABLES:
        box.ask(f"ALTER TABLE {table} ADD COLUMN of_tomorrow text NOT NULL DEFAULT ''")
    yield
    for table in TABLES:
        box.ask(f"ALTER TABLE {table} DROP COLUMN of_tomorrow")


@pytest.mark.usefixtures("newer_tables")
def test_an_older_release_works_on_tables_of_a_newer_one(box: Box, outbox: Outbox):
    outbox.plan(letters=10, news=10, silent=3)

    added = box.olga.post("/customers/new/", family_name=f"{outbox.name} Tomorrow")

    assert added.status == 200
    outbox.check(kills=0)


def test_mail_that_only_a_newer_release_can_write_waits_for_it(box: Box, outbox: Outbox):
    outbox.plan(letters=10, delay=3600)
    box.ask(NEW_CLASS, "parcel", outbox.like)
    box.ask("UPDATE engagement_message SET not_before = now() WHERE dedupe_key LIKE %s", outbox.like)

    wait_until(lambda: outbox.told()["transactional", "sent", ""] == 5, told=outbox.told)
    wait_until(outbox.some_are_put_off, told=outbox.told)
    waiting = outbox.told()["parcel", "planned", ""]

    # The newer one has come: what waited is sent, once.
    box.ask("UPDATE engagement_message SET message_class = 'transactional' WHERE message_class = 'parcel'")
    outbox.settle_without_pauses()
    assert waiting == 5
    outbox.check(kills=0, foreseen={"mail_not_made", "ValueError", "KeyError"})
