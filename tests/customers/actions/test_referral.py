"""Who sent whom: once, nobody themselves, and it speaks for the one who sent them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from crm.shop.models import AuditEntry
from crm.web.short_codes import CODE
from customers.actions.customer import create_customer, edit_customer
from customers.actions.referral import (
    NotAReferral,
    make_referral_code,
    record_referral,
    withdraw_referral,
)
from customers.models import Customer, Interaction, Referral, ReferralCode, StageEvidence


@pytest.fixture
def cleo(shop) -> Customer:
    return create_customer({"given_name": "Cleo", "source": "Instagram"}, by=None)


def lines() -> list[tuple[str, str, bool]]:
    """(whose, kind, stands) of both timelines."""
    found = Interaction.objects.order_by("pk")
    return [(line.customer.given_name, line.kind, line.withdrawn_at is None) for line in found]


def test_record_referral_speaks_for_who_sent_them(cleo, anna, mira):
    referral = record_referral(cleo, advocate=anna, way="counter", by=mira)

    evidence = StageEvidence.objects.get()
    assert (evidence.customer, evidence.kind) == (anna, "referral")
    assert evidence.about == f"customers.referral:{referral.pk}"
    assert lines() == [("Cleo", "referral", True), ("Anna", "sent_a_friend", True)]
    cleo.refresh_from_db()
    assert cleo.source == "A friend"
    assert AuditEntry.objects.filter(verb="referral.recorded").count() == 1
    anna.refresh_from_db()
    assert anna.last_seen_at is None


def test_record_referral_twice_is_once(cleo, anna):
    first = record_referral(cleo, advocate=anna, way="counter", by=None)

    assert record_referral(cleo, advocate=anna, way="code", by=None) == first
    assert (Referral.objects.count(), len(lines()), StageEvidence.objects.count()) == (1, 2, 1)


def test_everybody_is_sent_by_one(cleo, anna, bert):
    record_referral(cleo, advocate=anna, way="counter", by=None)

    with pytest.raises(NotAReferral, match="Anna Bell sent them already"):
        record_referral(cleo, advocate=bert, way="counter", by=None)


def test_nobody_sends_themselves(anna):
    with pytest.raises(NotAReferral, match="Nobody sends themselves"):
        record_referral(anna, advocate=anna, way="counter", by=None)


@pytest.mark.parametrize(
    "shared", [{"household": "The Bells"}, {"phones": ["+441632960001"]}, {"emails": ["anna@example.org"]}]
)
def test_a_household_sends_nobody_of_its_own(anna, shared):
    edit_customer(anna, {"household": "The Bells"}, version=1, by=None)
    sister = create_customer({"given_name": "Ada", **shared}, by=None)

    with pytest.raises(NotAReferral, match="household"):
        record_referral(sister, advocate=Customer.objects.get(pk=anna.pk), way="counter", by=None)

    assert not Referral.objects.exists()


def test_nobody_is_sent_by_whom_they_sent(cleo, anna, bert):
    record_referral(cleo, advocate=anna, way="counter", by=None)
    record_referral(bert, advocate=cleo, way="counter", by=None)

    with pytest.raises(NotAReferral, match="the other way round"):
        record_referral(anna, advocate=bert, way="counter", by=None)


def test_withdraw_referral_leaves_all_as_it_was(cleo, anna, bert, mira):
    referral = record_referral(cleo, advocate=anna, way="counter", by=mira)

    for _twice in range(2):
        withdraw_referral(referral, by=mira)

    assert not StageEvidence.objects.standing().exists()
    assert {stands for _who, _kind, stands in lines()} == {False}
    cleo.refresh_from_db()
    assert cleo.source == "Instagram"
    assert AuditEntry.objects.filter(verb="referral.withdrawn").count() == 1
    assert record_referral(cleo, advocate=bert, way="counter", by=mira).advocate == bert


def test_withdraw_referral_keeps_a_source_that_was_written_since(cleo, anna):
    referral = record_referral(cleo, advocate=anna, way="counter", by=None)
    cleo.refresh_from_db()
    edit_customer(cleo, {"source": "The market"}, version=cleo.version, by=None)

    withdraw_referral(referral, by=None)

    cleo.refresh_from_db()
    assert cleo.source == "The market"


def test_make_referral_code_keeps_the_one_there_is(anna, mira):
    code = make_referral_code(anna, by=mira)

    assert make_referral_code(anna, by=mira) == code
    assert CODE.fullmatch(code.code)
    assert AuditEntry.objects.filter(verb="referral_code.made").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_written_down(cleo, anna, bert):
    together = Barrier(4)

    def record(number: int) -> str:
        together.wait()
        try:
            make_referral_code(anna, by=None)
            record_referral(cleo, advocate=[anna, bert][number % 2], way="counter", by=None)
            return "written"
        except NotAReferral:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(record, range(4))) == ["refused", "refused", "written", "written"]

    assert (Referral.objects.count(), ReferralCode.objects.count()) == (1, 1)
    assert StageEvidence.objects.count() == 1
