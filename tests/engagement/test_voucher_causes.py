"""Whoever has a voucher that waits or runs out is reminded in time, once, and never of one that is used."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from customers.actions.consent import Answer, record_consent
from engagement.actions.enrolment import advance_enrolment, look_for_causes
from engagement.actions.voucher import Worth, cancel_voucher, issue_voucher
from engagement.actions.voucher_redemption import redeem_voucher
from engagement.models import Enrolment, Message
from tests.engagement.loyalty import buy as sell

GIVEN_AGO, RUNS_OUT_IN = 29, 15  # a day before each reminder


@pytest.fixture
def voucher(anna):
    """Anna has one that is about to be spoken of; Bert's were called off, and one is nobody's."""
    record_consent(anna, Answer("email", "treats", True, "till", "May we?"), by=None)
    return give(anna)


def give(customer):
    with time_machine.travel(timezone.now() - timedelta(days=GIVEN_AGO)):
        until = timezone.localdate() + timedelta(days=GIVEN_AGO + RUNS_OUT_IN)
        return issue_voucher(
            Worth(amount=Decimal(5)), customer=customer, reason="surprise", expires_on=until, by=None
        )


def look(automation, *, days=2):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        look_for_causes(automation.pk, now=timezone.now())
        return list(Enrolment.objects.values_list("customer", "cause"))


@pytest.mark.parametrize("recipe", ["reward_waiting", "reward_expiring"])
def test_a_voucher_is_a_cause_once_and_only_while_it_is_good_and_somebodys(
    voucher, anna, bert, automation_on, recipe
):
    give(None)
    cancel_voucher(give(bert), because="by mistake", by=None)
    automation = automation_on(recipe)
    assert look(automation, days=0) == []

    for _look in range(2):
        assert look(automation) == [(anna.pk, f"engagement.voucher:{voucher.pk}")]


@pytest.mark.parametrize("recipe", ["reward_waiting", "reward_expiring"])
def test_nobody_is_reminded_of_a_voucher_that_was_used_meanwhile(voucher, anna, automation_on, recipe):
    look(automation_on(recipe))
    redeem_voucher(voucher.code, purchase=sell(anna, "20"), by=None)

    entry = advance_enrolment(Enrolment.objects.get().pk, now=timezone.now() + timedelta(days=2))

    assert (entry.state, entry.outcome, Message.objects.count()) == ("exited", "voucher_used", 0)
