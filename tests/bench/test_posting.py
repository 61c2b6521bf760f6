"""The outbox we measure is a long one, and the server it leaves by takes everything."""

import smtplib
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from crm.bench.due import claim_lines, look_up_lines
from crm.bench.loading import fill
from crm.bench.outbox import prepare
from crm.bench.posting import a_sink, freeze
from crm.bench.sizes import Size
from customers.models import Email
from engagement.models import Enrolment, Message
from tests.patience import PATIENCE

SMALL = Size(customers=40, purchases=60, lines=180, interactions=100)


def indexes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'engagement_message' ORDER BY indexname"
        )
        return [name for (name,) in cursor.fetchall()]


def say_hello(port: int) -> smtplib.SMTP:
    """As soon as it listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            return smtplib.SMTP("127.0.0.1", port)
        except ConnectionRefusedError:
            time.sleep(0.05)
    pytest.fail("nobody listens")


@pytest.mark.django_db(transaction=True)
def test_a_prepared_outbox_is_long_and_has_its_indexes(olga, shop):
    fill(SMALL, datetime(2026, 11, 22, 12, tzinfo=UTC), lambda _words: None)
    before = indexes()

    prepare(40, 200)
    prepare(40, 200)
    announcement, _seconds = freeze(olga)
    lines = [*claim_lines(200), *look_up_lines()]

    assert (Message.objects.filter(purpose="bench").count(), indexes()) == (200, before)
    assert announcement.recipients.count() == Email.objects.count() == 40
    assert [line.split()[0] for line in lines] == ["next", "next", "look-up"]
    assert not Enrolment.objects.exists()


def test_the_sink_takes_many_through_one_connection():
    with a_sink() as port, say_hello(port) as server:
        for _time in range(3):
            assert server.sendmail("a@x.example", ["b@x.example"], "Subject: Hi\r\n\r\n.\r\nHi") == {}
