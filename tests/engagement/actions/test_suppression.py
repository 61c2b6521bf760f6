"""Addresses we do not write to: by their hash, for longer than their owners are customers."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from engagement.actions.suppression import (
    NoFreshConsent,
    NoReason,
    lift_own_unsubscription,
    lift_suppression,
    suppress,
    suppressed,
)
from engagement.addresses import address_hash
from engagement.models import Suppression

ANNA = "anna@example.org"


def put(address: str = ANNA, reason: str = "manual", scope: str = "unasked", **more) -> Suppression:
    return suppress(address, reason=reason, scope=scope, source="test", **({"by": None} | more))


def against(message_class: str = "marketing", days: int = 0) -> str | None:
    now = timezone.now() + timedelta(days=days)
    found = suppressed(address_hash(ANNA), message_class, now)
    return found and found.reason


def agree(anna, **more) -> None:
    record_consent(anna, Answer("email", "news", True, "At the counter", "May we write?", **more), by=None)


def test_suppress_twice_is_once_however_it_is_written(shop, olga):
    put(by=olga)
    put(" Anna@Example.ORG ")

    assert Suppression.objects.get().address_hint == "a…@example.org"
    assert list(AuditEntry.objects.values_list("actor", "verb")) == [("Olga", "suppression.added")]


def test_suppress_keeps_no_address(shop):
    row = put(note="")

    assert "anna" not in " ".join(str(value) for value in vars(row).values())


def test_suppress_survives_the_customer(anna):
    put()
    anna.delete()

    assert against() == "manual"


@pytest.mark.parametrize(
    ("scope", "marketing", "transactional"),
    [("unasked", "manual", None), ("everything", "manual", "manual")],
)
def test_suppressed_asks_how_far_it_goes(shop, scope, marketing, transactional):
    put(scope=scope)

    assert (against(), against("survey"), against("transactional")) == (marketing, marketing, transactional)


def test_suppress_again_is_longer_and_wider_and_never_less(shop):
    soon, later = (timezone.now() + timedelta(days=days) for days in (5, 90))
    put(until=soon)
    put(until=later)
    put(until=soon)

    assert (against(days=30), against(days=91)) == ("manual", None)
    put(scope="everything")
    put(until=soon)
    assert (against("transactional", days=400), Suppression.objects.count()) == ("manual", 1)


def test_suppress_of_somebody_erased_says_nothing_of_the_address(shop):
    assert put(reason="erasure").address_hint == ""


def test_lift_suppression_needs_a_reason_and_a_fresh_yes(anna, olga):
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        agree(anna)
        row = put()

    with pytest.raises(NoReason):
        lift_suppression(row, because=" ", by=olga)
    with pytest.raises(NoFreshConsent):
        lift_suppression(row, because="She rang", by=olga)
    assert against() == "manual"

    record_consent(anna, Answer("email", "treats", True, "Phone", "May we write?"), by=olga)
    for _ in range(2):
        lift_suppression(row, because="She rang", by=olga)

    row.refresh_from_db()
    assert (against(), row.lifted_by, row.lifted_because) == (None, olga, "She rang")
    assert AuditEntry.objects.filter(verb="suppression.lifted").count() == 1


@pytest.mark.parametrize("yes", ["of somebody else", "without words", "withdrawn again"])
def test_lift_suppression_is_refused_without_a_yes_of_the_owner(anna, bert, olga, yes):
    row = put()
    if yes == "of somebody else":
        agree(bert)
    elif yes == "without words":
        record_consent(anna, Answer("email", "news", True, "till"), by=None)
    else:
        agree(anna)
        record_consent(anna, Answer("email", "news", False, "till"), by=None)

    with pytest.raises(NoFreshConsent):
        lift_suppression(row, because="Please", by=olga)


def test_lift_suppression_of_an_address_without_a_hint(anna, olga):
    row = put(reason="erasure")
    agree(anna)

    assert lift_suppression(row, because="Came back", by=olga).lifted_at is not None


def test_a_lifted_address_can_be_put_on_the_list_again(anna, olga):
    row = put()
    agree(anna)
    lift_suppression(row, because="She rang", by=olga)

    assert put().pk != row.pk
    assert against() == "manual"


def test_lift_own_unsubscription_lifts_nothing_else(shop):
    put(reason="unsubscribe")
    put(reason="complaint")

    lift_own_unsubscription(ANNA, because="preference centre")

    assert against() == "complaint"
