"""Vouchers: given once, used once, and the ledger says what the shop owes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import AuditEntry, ShopSettings
from crm.web.short_codes import ALPHABET, CODE, grouped, new_code, tidy_code
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Interaction
from engagement.actions.voucher import VoucherIsNotOpen, Worth, cancel_voucher, issue_voucher
from engagement.actions.voucher_ledger import expire_vouchers
from engagement.actions.voucher_redemption import (
    ThereIsNoSuchVoucher,
    redeem_voucher,
    undo_redemption,
    what_became_of,
)
from engagement.models import Voucher, VoucherEntry, VoucherState
from engagement.voucher_figures import liability, vouchers_expiring

FIVE = Worth(amount=Decimal(5))
TODAY = date.today()


def give(customer=None, worth=FIVE, **more):
    return issue_voucher(worth, customer=customer, reason="surprise", by=None, **more)


def owed(voucher: Voucher) -> Decimal:
    return voucher.entries.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def moves(voucher: Voucher) -> list[str]:
    return list(voucher.entries.order_by("pk").values_list("kind", flat=True))


def test_issue_voucher_tells_the_ledger_the_timeline_and_the_trail(anna, mira):
    voucher = issue_voucher(FIVE, customer=anna, reason="birthday", note="Cheers", by=mira)

    assert (voucher.amount, voucher.currency, voucher.state) == (5, "GBP", VoucherState.OPEN)
    assert CODE.fullmatch(voucher.code)
    assert (moves(voucher), owed(voucher)) == (["issued"], 5)
    assert Interaction.objects.get(kind="voucher").text == "£5.00 · Birthday\nCheers"
    assert AuditEntry.objects.filter(verb="voucher.issued", about=f"engagement.voucher:{voucher.pk}").exists()
    anna.refresh_from_db()
    assert anna.last_seen_at is None


def test_issue_voucher_for_a_cause_that_has_one_gives_it_again(anna, bert):
    first = give(anna, cause="feedback.response:9")
    again = give(bert, cause="feedback.response:9")

    assert again == first
    assert (Voucher.objects.count(), VoucherEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "worth", [Worth(), Worth(amount=Decimal(0)), Worth(percent=0), Worth(Decimal(5), percent=5)]
)
def test_a_voucher_is_worth_one_thing(shop, worth):
    with pytest.raises(IntegrityError), transaction.atomic():
        give(worth=worth, cause="x")


def test_redeem_voucher_takes_the_code_as_people_type_it(anna, mira):
    voucher = give(anna)

    taken = redeem_voucher(f" {grouped(voucher.code).lower()} ", by=mira)

    assert (taken.pk, taken.redeemed_by, taken.state) == (voucher.pk, mira, VoucherState.USED)
    assert (moves(voucher), owed(voucher)) == (["issued", "redeemed"], 0)
    assert Interaction.objects.filter(kind="voucher_used", customer=anna).count() == 1
    assert AuditEntry.objects.filter(verb="voucher.redeemed").count() == 1


def test_redeem_voucher_keeps_what_it_was_used_for(anna, mira):
    receipt = Receipt(at=anna.created_at, currency="GBP", lines=[Line("Tea", Decimal(1), Decimal(20))])
    purchase = record_purchase(receipt, customer=anna, by=mira)

    assert redeem_voucher(give(anna).code, purchase=purchase, by=mira).redeemed_with == purchase


def test_redeem_voucher_twice_says_who_took_it_and_when(anna, mira, otto):
    code = give(anna).code
    redeem_voucher(code, by=mira)

    with pytest.raises(VoucherIsNotOpen) as late:
        redeem_voucher(code, by=otto)

    assert "Mira took it" in what_became_of(late.value.voucher)


def test_a_voucher_is_good_through_its_last_day(anna, mira):
    voucher = give(anna, expires_on=TODAY + timedelta(days=3))

    with time_machine.travel(TODAY + timedelta(days=4)):
        with pytest.raises(VoucherIsNotOpen) as late:
            redeem_voucher(voucher.code, by=mira)
        assert what_became_of(late.value.voucher).startswith("It was good until")
    with time_machine.travel(TODAY + timedelta(days=3)):
        assert redeem_voucher(voucher.code, by=mira).state == VoucherState.USED


@pytest.mark.parametrize("code", ["", "WRNG-WRNG", "0000-0000", "'; DROP", "x" * 500, "\0"])
def test_redeem_voucher_of_a_wrong_code_finds_nothing(anna, code):
    give(anna)

    with pytest.raises(ThereIsNoSuchVoucher):
        redeem_voucher(code, by=None)


def test_undo_redemption_makes_it_good_again_and_says_why(anna, mira):
    voucher = redeem_voucher(give(anna).code, by=mira)

    for _twice in range(2):
        undone = undo_redemption(voucher, because="Wrong customer", by=mira)

    assert (undone.state, undone.redeemed_by) == (VoucherState.OPEN, None)
    assert (moves(voucher), owed(voucher)) == (["issued", "redeemed", "unredeemed"], 5)
    assert voucher.entries.get(kind="unredeemed").note == "Wrong customer"
    assert Interaction.objects.get(kind="voucher_used").withdrawn_at is not None
    assert redeem_voucher(voucher.code, by=mira).state == VoucherState.USED


def test_undo_redemption_after_its_last_day_owes_nothing(anna, mira):
    voucher = redeem_voucher(give(anna, expires_on=TODAY).code, by=mira)

    with time_machine.travel(TODAY + timedelta(days=2)):
        undone = undo_redemption(voucher, because="Mistake", by=mira)
        assert undone.state == VoucherState.EXPIRED
        assert expire_vouchers(today_in_the_shop()) == 0

    assert owed(voucher) == 0


def test_cancel_voucher_ends_it_once(anna, mira):
    voucher = give(anna)

    for _twice in range(2):
        cancel_voucher(voucher, because="Printed twice", by=mira)

    assert (moves(voucher), owed(voucher)) == (["issued", "cancelled"], 0)
    assert Interaction.objects.get(kind="voucher").outcome == "Called off: Printed twice"
    with pytest.raises(VoucherIsNotOpen):
        redeem_voucher(voucher.code, by=mira)


def test_cancel_voucher_that_was_used_is_refused(anna, mira):
    voucher = redeem_voucher(give(anna).code, by=mira)

    with pytest.raises(VoucherIsNotOpen):
        cancel_voucher(voucher, because="Too late", by=mira)


def test_expire_vouchers_takes_off_the_ledger_what_ran_out_once(anna):
    late, good = give(anna, expires_on=TODAY), give(anna, expires_on=TODAY + timedelta(days=30))
    endless = give(worth=Worth(percent=10))

    tomorrow = TODAY + timedelta(days=1)
    assert [expire_vouchers(tomorrow), expire_vouchers(tomorrow)] == [1, 0]

    assert [owed(each) for each in (late, good, endless)] == [0, 5, 0]
    assert AuditEntry.objects.filter(verb="voucher.expired").count() == 1


def test_the_liability_is_told_by_currency_and_percentages_apart(anna, django_assert_num_queries):
    give(anna), give(worth=Worth(Decimal("2.50"))), give(worth=Worth(Decimal(7), currency="EUR"))
    give(worth=Worth(percent=20))

    with django_assert_num_queries(1):
        found = liability(TODAY)

    assert [(each.currency, each.amount, each.count) for each in found.owed] == [
        ("EUR", 7, 1),
        ("GBP", Decimal("7.50"), 2),
    ]
    assert found.percent_count == 1


def test_vouchers_expiring_are_those_somebody_can_be_told_about(anna):
    soon = give(anna, expires_on=TODAY + timedelta(days=5))
    give(expires_on=TODAY + timedelta(days=5)), give(anna, expires_on=TODAY + timedelta(days=50)), give(anna)

    assert list(vouchers_expiring(timedelta(days=14))) == [soon]


def test_the_ledger_refuses_to_be_changed(anna):
    voucher = give(anna)

    with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic():
        voucher.entries.update(amount=1)


DEEDS = st.lists(st.sampled_from(["redeem", "undo", "cancel", "expire", "a day"]), max_size=12)


@pytest.mark.django_db
@given(deeds=DEEDS)
def test_whatever_happens_the_ledger_owes_just_what_is_good(deeds):
    with transaction.atomic(), time_machine.travel(TODAY) as clock:
        ShopSettings.objects.get_or_create(
            pk=1, defaults={"country": "GB", "currency": "GBP", "time_zone": "UTC"}
        )
        voucher = give(expires_on=TODAY + timedelta(days=2))
        for deed in deeds:
            do(deed, voucher, clock)
            voucher.refresh_from_db()
            assert owed(voucher) in {0, 5}
        expire_vouchers(today_in_the_shop())
        is_good = voucher.state == VoucherState.OPEN
        assert owed(voucher) == (5 if is_good else 0)
        assert sum(each.amount for each in liability(today_in_the_shop()).owed) == owed(voucher)
        transaction.set_rollback(True)


def do(deed: str, voucher: Voucher, clock) -> None:
    try:
        if deed == "redeem":
            redeem_voucher(voucher.code, by=None)
        elif deed == "undo":
            undo_redemption(voucher, because="x", by=None)
        elif deed == "cancel":
            cancel_voucher(voucher, because="x", by=None)
        elif deed == "expire":
            expire_vouchers(today_in_the_shop())
        else:
            clock.shift(timedelta(days=1))
    except VoucherIsNotOpen:
        pass


@pytest.mark.django_db(transaction=True)
def test_of_two_tills_at_once_one_takes_it_and_the_other_is_told(anna, mira, otto):
    code, together = give(anna).code, Barrier(2)

    def take(person) -> str:
        together.wait()
        try:
            redeem_voucher(code, by=person)
            return "taken"
        except VoucherIsNotOpen as late:
            return str(late.voucher.redeemed_by)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(take, [mira, otto]))

    winner = str(Voucher.objects.get().redeemed_by)
    assert answers == {"taken", winner}
    assert VoucherEntry.objects.filter(kind="redeemed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_for_one_cause_one_is_given(anna):
    together = Barrier(4)

    def receive(_who: int) -> int:
        together.wait()
        try:
            return give(anna, cause="engagement.enrolment:4").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        given_vouchers = set(pool.map(receive, range(4)))

    assert given_vouchers == {Voucher.objects.get().pk}


@given(st.text(max_size=40))
def test_tidy_code_gives_a_code_or_nothing(typed):
    assert tidy_code(typed) == "" or CODE.fullmatch(tidy_code(typed))


def test_codes_are_short_and_have_no_sign_that_looks_like_another():
    codes = {new_code() for _each in range(500)}

    assert len(codes) == 500
    assert not set("01OILAEU") & set(ALPHABET)
    assert all(tidy_code(grouped(code)) == code for code in codes)
