"""Whoever is forgotten is in no mail to ourselves either: neither by name nor by what was promised them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from customers.actions.customer import create_customer, edit_customer
from customers.actions.erasure import ask_to_erase, carry_out, erase_now
from customers.actions.merge import merge_customers
from customers.forgetting.leaving import NotYet
from customers.models import Because
from engagement.actions.digest import plan_digests
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.models import Message
from tests.canaries import WORD, where_it_is

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture(autouse=True)
def _open_on_monday(counter):
    counter.windows.create(weekday=0, opens=time(9), closes=time(17))


@pytest.fixture
def quagga(shop):
    return create_customer({"given_name": WORD, "emails": [f"{WORD}@example.org"]}, by=None)


def digest_of(owner, *customers):
    for customer in customers:
        make_follow_up(customer, Promise(f"Ring {customer}", date(2026, 11, 20), owner), by=None)
    with time_machine.travel(MONDAY, tick=False):
        plan_digests(MONDAY)
    return Message.objects.get(staff=owner)


def test_a_digest_keeps_its_other_lines_and_does_not_come_again(anna, quagga, mira, olga):
    mail = digest_of(mira, anna, quagga)
    Message.objects.filter(pk=mail.pk).update(html=WORD, text=WORD, state="sent", decided_at=timezone.now())

    erase_now(quagga, because=Because.ASKED, by=olga)

    mail.refresh_from_db()
    assert where_it_is() == set()
    assert mail.context["promises"] == "Anna Bell: Ring Anna Bell · late since 20 November"
    assert mail.context["whose"] == str(anna.pk)
    with time_machine.travel(MONDAY, tick=False):
        assert plan_digests(MONDAY + timedelta(minutes=5)) == 0


def test_a_digest_is_found_by_another_name_and_by_the_number_of_the_other_record(anna, quagga, mira, olga):
    digest_of(mira, quagga)
    edit_customer(quagga, {"given_name": "Lily"}, version=quagga.version, by=olga)
    merge_customers(anna, quagga, choices={}, by=olga)

    erase_now(anna, because=Because.ASKED, by=olga)

    assert where_it_is() == set()


def test_a_digest_from_before_it_had_numbers_is_found_by_the_name(quagga, mira, olga):
    mail = digest_of(mira, quagga)
    Message.objects.filter(pk=mail.pk).update(context={"promises": mail.context["promises"]})

    erase_now(quagga, because=Because.ASKED, by=olga)

    assert where_it_is() == set()


def test_a_digest_that_is_leaving_is_waited_for(quagga, mira, olga):
    mail = digest_of(mira, quagga)
    soon = timezone.now() + timedelta(minutes=1)
    Message.objects.filter(pk=mail.pk).update(state="sending", lease_until=soon)

    with pytest.raises(NotYet):
        carry_out(ask_to_erase(quagga, because=Because.ASKED, by=olga))
