"""How often to be in touch: the chip on a customer's page, and setting it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from crm.shop.models import AuditEntry
from customers.actions.interaction import Entry, log_interaction
from customers.models import Tag
from engagement.models import Cadence

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def page(client, mira, anna):
    """Anna's page as Mira sees it on that Monday."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(mira)
        yield lambda: client.get(f"/customers/{anna.pk}/").text


def seen(customer, *days_ago: int, kind: str = "visit") -> None:
    for days in days_ago:
        log_interaction(customer, Entry(kind, NOW - timedelta(days=days)), by=None)


def test_their_own_rhythm_of_contacts_counts(page, anna):
    seen(anna, 70)
    assert "every ~" not in page()

    seen(anna, 60, 50, 40)
    seen(anna, 1, kind="note")

    assert "every ~4 weeks · 10 days late" in page()
    seen(anna, 0, kind="call")
    assert "every ~4 weeks" not in page()
    assert "every ~5 weeks · 32 days left" in page()


def test_it_stands_as_a_chip_in_the_header(page, anna):
    Cadence.objects.create(customer=anna, every_days=28)
    seen(anna, 37)

    header = (
        page().partition('class="customer-header"')[2].partition("</h1>")[2].partition("customer-reach")[0]
    )

    assert "badge-bad" in header
    assert "every ~4 weeks · 9 days late" in header


def test_what_staff_set_counts_more(page, client, anna):
    seen(anna, 37)
    Cadence.objects.create(every_days=90)
    assert "every ~13 weeks · 53 days left" in page()
    tag = Tag.objects.create(name="Walker")
    anna.tags.add(tag)
    Cadence.objects.create(tag=tag, every_days=56)
    assert "every ~8 weeks · 19 days left" in page()

    for _ in range(2):
        client.post(f"/customers/{anna.pk}/cadence/", {"every_days": "28"})

    assert "every ~4 weeks · 9 days late" in page()
    assert AuditEntry.objects.filter(verb="cadence.set").count() == 1
    client.post(f"/customers/{anna.pk}/cadence/", {"every_days": ""})
    assert "every ~8 weeks" in page()


@pytest.mark.parametrize("typed", ["0", "1001", "often"])
def test_a_cadence_that_is_none_comes_back(as_staff, anna, typed):
    answer = as_staff.post(f"/customers/{anna.pk}/cadence/", {"every_days": typed})

    assert (answer.status_code, Cadence.objects.count()) == (422, 0)


def test_viewers_set_nothing(client, anna, vera):
    client.force_login(vera)

    assert client.post(f"/customers/{anna.pk}/cadence/", {"every_days": "7"}).status_code == 403
