"""Both are thanked when the friend first buys: once, and only when the owner wants it so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer
from customers.actions.purchase_correction import void_purchase
from customers.actions.referral import record_referral, withdraw_referral
from customers.models import Customer, Referral
from engagement.actions.referral_thanks import thank_for_referrals, undo_referral
from engagement.actions.voucher_redemption import redeem_voucher
from engagement.models import Voucher
from engagement.tasks import let_rewards_run_out, settle_loyalty_cards, thank_for_recommendations
from tests.engagement.loyalty import buy, run_program


@pytest.fixture
def cleo(shop) -> Customer:
    return create_customer({"given_name": "Cleo"}, by=None)


@pytest.fixture
def referral(cleo, anna) -> Referral:
    run_program(friend_gets=Decimal(5), advocate_gets=Decimal("7.50"), thanks_good_for=30)
    return record_referral(cleo, advocate=anna, way="counter", by=None)


def given() -> list[tuple[str, Decimal]]:
    found = Voucher.objects.order_by("pk")
    return [(voucher.customer.given_name, voucher.amount) for voucher in found]


def test_both_are_thanked_once_when_the_friend_first_buys(referral, cleo):
    assert thank_for_referrals(timezone.now()) == 0
    buy(cleo)

    assert [thank_for_referrals(timezone.now()) for _twice in range(2)] == [1, 0]
    buy(cleo), thank_for_recommendations()

    assert given() == [("Cleo", 5), ("Anna", Decimal("7.50"))]
    voucher = Voucher.objects.first()
    assert (voucher.reason, voucher.cause) == ("referral", f"customers.referral:{referral.pk}:friend")
    assert (voucher.expires_on - timezone.localdate()).days == 30
    assert AuditEntry.objects.get(verb="referral.thanked").counts == {"vouchers": 2}


def test_a_purchase_of_the_same_day_counts_when_it_is_said_afterwards(cleo, anna):
    run_program(friend_gets=Decimal(5))
    buy(cleo, days_ago=0.2)
    record_referral(cleo, advocate=anna, way="counter", by=None)

    thank_for_referrals(timezone.now())

    assert given() == [("Cleo", 5)]


def test_whoever_bought_long_before_was_not_sent(cleo, anna):
    run_program(friend_gets=Decimal(5))
    buy(cleo, days_ago=3), record_referral(cleo, advocate=anna, way="counter", by=None), buy(cleo)

    assert thank_for_referrals(timezone.now()) == 0


def test_without_a_promise_nobody_is_thanked(cleo, anna):
    run_program()
    record_referral(cleo, advocate=anna, way="counter", by=None), buy(cleo)
    assert thank_for_referrals(timezone.now()) == 0

    run_program(friend_gets=Decimal(5))

    assert thank_for_referrals(timezone.now()) == 0


def test_nobody_is_thanked_for_a_void_purchase_or_a_withdrawn_word(referral, cleo):
    void_purchase(buy(cleo), by=None)
    assert thank_for_referrals(timezone.now()) == 0

    buy(cleo), withdraw_referral(referral, by=None)

    assert thank_for_referrals(timezone.now()) == 0


def test_a_recommendation_counts_for_a_year(referral, cleo):
    Referral.objects.update(at=timezone.now() - timedelta(days=366))
    buy(cleo)

    assert thank_for_referrals(timezone.now()) == 0


def test_undo_referral_calls_off_what_nobody_has_used(referral, cleo, mira):
    buy(cleo), thank_for_referrals(timezone.now())
    redeem_voucher(Voucher.objects.get(customer=cleo).code, by=mira)

    for _twice in range(2):
        undo_referral(referral, because="It was the other Anna", by=mira)

    states = {voucher.customer.given_name: str(voucher.state) for voucher in Voucher.objects.all()}
    assert states == {"Cleo": "used", "Anna": "cancelled"}
    assert thank_for_referrals(timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_many_clocks_at_once_thank_once(referral, cleo):
    buy(cleo)
    together = Barrier(3)

    def work(_number: int) -> None:
        together.wait()
        try:
            thank_for_referrals(timezone.now()), settle_loyalty_cards(), let_rewards_run_out()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))

    assert len(given()) == 2
    assert AuditEntry.objects.filter(verb="referral.thanked").count() == 1
