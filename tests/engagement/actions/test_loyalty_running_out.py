"""What is on a card runs out, the oldest first, and nobody loses more than that."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from crm.shop.actions.till import today_in_the_shop
from engagement.actions.loyalty import adjust_card, spend_from_card
from engagement.actions.loyalty_running_out import expire_cards, loyalty_expiring
from engagement.actions.loyalty_settling import settle_cards
from engagement.loyalty_expiry import RunsOut, next_of_card, runs_out_next
from engagement.models import LoyaltyCard, LoyaltyEntry
from tests.engagement.loyalty import balance_of, buy, run_program

TODAY = date.today()
JAN, MAY = date(2027, 1, 31), date(2027, 5, 31)


def test_what_was_earned_runs_out_after_its_last_day(anna):
    run_program(expires_after_days=30)
    buy(anna), settle_cards()

    for days, left in ((30, 1), (31, 0), (32, 0)):
        with time_machine.travel(TODAY + timedelta(days=days)):
            expire_cards(today_in_the_shop())
        assert balance_of(anna) == left

    assert LoyaltyEntry.objects.filter(kind="expired").count() == 1


def test_what_was_spent_is_what_would_have_run_out_first(anna, bert):
    run_program(kind="points", expires_after_days=30, full_at=1)
    adjust_card(anna, amount=10, because="x", by=None), adjust_card(bert, amount=2, because="x", by=None)
    with time_machine.travel(TODAY + timedelta(days=20)):
        adjust_card(anna, amount=5, because="x", by=None)
        spend_from_card(anna, amount=7, as_voucher=False, by=None)

    assert next_of_card(LoyaltyCard.objects.get(customer=anna)) == RunsOut(3, TODAY + timedelta(days=30))
    with time_machine.travel(TODAY + timedelta(days=31)):
        assert expire_cards(today_in_the_shop()) == 2
    assert (balance_of(anna), balance_of(bert)) == (5, 0)


def test_loyalty_expiring_says_what_runs_out_soon_and_changes_nothing(anna, bert):
    run_program(expires_after_days=10)
    adjust_card(anna, amount=4, because="x", by=None)
    run_program(expires_after_days=100)
    adjust_card(anna, amount=3, because="x", by=None), adjust_card(bert, amount=3, because="x", by=None)

    assert loyalty_expiring(timedelta(days=14)) == {LoyaltyCard.objects.get(customer=anna).pk: 4}
    assert balance_of(anna) == 7


def test_without_an_end_nothing_runs_out(anna):
    run_program()
    buy(anna), settle_cards()

    with time_machine.travel(TODAY + timedelta(days=4000)):
        assert expire_cards(today_in_the_shop()) == 0
    assert next_of_card(LoyaltyCard.objects.get(customer=anna)) is None


@pytest.mark.parametrize(
    ("lots", "gone", "expected"),
    [
        ([], 0, None),
        ([(3, None)], 0, None),
        ([(3, JAN)], 3, None),
        ([(3, MAY), (2, JAN)], 0, RunsOut(2, JAN)),
        ([(3, MAY), (2, JAN)], 1, RunsOut(1, JAN)),
        ([(3, MAY), (2, JAN)], 2, RunsOut(3, MAY)),
        ([(3, None), (2, JAN)], 2, None),
    ],
)
def test_runs_out_next_is_the_oldest_that_is_left(lots, gone, expected):
    assert runs_out_next(lots, gone) == expected


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([JAN, MAY, None]))), st.integers(0, 60))
def test_what_runs_out_next_is_never_more_than_there_is(lots, gone):
    found = runs_out_next(lots, gone)

    assert found is None or 0 < found.amount <= max(0, sum(amount for amount, _on in lots) - gone)
