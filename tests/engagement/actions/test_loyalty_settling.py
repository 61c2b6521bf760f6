"""Cards in step with purchases: earned once, taken back with what comes back, whatever happens between."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from crm.shop.models import AuditEntry, ShopSettings
from customers.actions.customer import create_customer
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.purchase_correction import (
    PurchaseStaysAsItIs,
    correct_purchase,
    restore_purchase,
    void_purchase,
)
from customers.models import Purchase
from engagement.actions.loyalty import (
    ItIsWorthNothing,
    ThereIsNotSoMuchOnTheCard,
    adjust_card,
    spend_from_card,
)
from engagement.actions.loyalty_settling import settle_cards
from engagement.actions.loyalty_statements import DIFFERENCES
from engagement.models import LoyaltyCard, LoyaltyEntry, LoyaltyProgram
from tests.engagement.loyalty import balance_of, bring_back, buy, run_program


def entries(customer) -> list[tuple[str, int]]:
    found = LoyaltyEntry.objects.filter(card__customer=customer).order_by("pk")
    return list(found.values_list("kind", "amount"))


def test_there_is_no_card_before_the_owner_says_so(anna):
    buy(anna)

    assert settle_cards() == 0
    assert not LoyaltyCard.objects.exists()


def test_settle_cards_gives_a_stamp_for_each_purchase_once(anna, bert):
    run_program()
    first = buy(anna)
    buy(anna), buy(bert), buy(None)

    assert [settle_cards(), settle_cards()] == [3, 0]

    assert (balance_of(anna), balance_of(bert)) == (2, 1)
    assert LoyaltyEntry.objects.get(purchase=first).cause == f"customers.purchase:{first.pk}"
    counts = AuditEntry.objects.get(verb="loyalty.settled").counts
    assert counts == {"earned": 3, "taken_back": 0}


@pytest.mark.parametrize(("total", "stamps"), [("4.99", 0), ("5", 1), ("500", 1)])
def test_a_stamp_asks_for_the_least_spend(anna, total, stamps):
    run_program(least_spend=Decimal(5))
    buy(anna, total)

    settle_cards()

    assert balance_of(anna) == stamps


@pytest.mark.parametrize(
    ("total", "points"), [("0.49", 0), ("0.99", 1), ("1", 2), ("12.99", 25), ("9999999999", 1_000_000)]
)
def test_points_count_whole_and_never_beyond_reason(anna, total, points):
    run_program(kind="points", points_for_one=2)
    buy(anna, total)

    settle_cards()

    assert balance_of(anna) == points


def test_older_sales_earn_nothing_however_late_they_are_told(anna):
    run_program()
    buy(anna, days_ago=2)
    buy(anna, days_ago=0.5, source="file", external_id="A1")

    settle_cards()

    assert balance_of(anna) == 1


def test_other_money_earns_nothing(anna):
    run_program()
    purchase = buy(anna)
    Purchase.objects.filter(pk=purchase.pk).update(currency="EUR")

    assert settle_cards() == 0


def test_what_comes_back_takes_its_stamp_along(anna):
    run_program(least_spend=Decimal(5))
    purchase = buy(anna, "20")
    settle_cards()

    bring_back(purchase, "10"), settle_cards()
    assert balance_of(anna) == 1
    bring_back(purchase, "6"), settle_cards()

    assert balance_of(anna) == 0
    assert entries(anna) == [("earned", 1), ("taken_back", -1)]


def test_what_comes_back_takes_its_part_of_the_points(anna):
    run_program(kind="points")
    purchase = buy(anna, "20")
    settle_cards()

    back = bring_back(purchase, "5")
    settle_cards()
    assert balance_of(anna) == 15
    void_purchase(back, by=None), settle_cards()
    assert balance_of(anna) == 20

    assert settle_cards() == 0


def test_a_refund_of_something_unknown_takes_points_too(anna):
    run_program(kind="points")
    buy(anna, "20"), settle_cards()
    lines = [Line("Tea", Decimal(-1), Decimal("7.50"))]
    receipt = Receipt(at=timezone.now(), currency="GBP", lines=lines, is_refund=True)
    record_purchase(receipt, customer=anna, by=None)

    settle_cards()
    assert balance_of(anna) == 13

    spend_from_card(anna, amount=13, as_voucher=False, by=None)
    record_purchase(receipt, customer=anna, by=None)
    assert [settle_cards(), settle_cards()] == [1, 0]


def test_new_rules_change_nothing_that_was_earned(anna):
    run_program(kind="points")
    purchase = buy(anna, "20")
    settle_cards()

    run_program(kind="points", points_for_one=3)
    assert settle_cards() == 0
    bring_back(purchase, "10"), settle_cards()

    assert balance_of(anna) == 10


def test_what_was_spent_is_let_go_and_noted(anna):
    run_program(kind="points")
    purchase = buy(anna, "20")
    settle_cards()
    spend_from_card(anna, amount=15, as_voucher=False, by=None)

    void_purchase(purchase, by=None)
    assert [settle_cards(), settle_cards()] == [1, 0]

    assert balance_of(anna) == 0
    assert LoyaltyEntry.objects.get(kind="taken_back").note == "15 were spent already."
    buy(anna, "5"), settle_cards()
    assert balance_of(anna) == 5
    restore_purchase(purchase, by=None), settle_cards()
    assert balance_of(anna) == 10


def test_a_corrected_purchase_earns_what_it_says_now(anna):
    run_program(kind="points")
    purchase = buy(anna, "20")
    settle_cards()
    receipt = Receipt(at=purchase.at, currency="GBP", lines=[Line("Tea", Decimal(1), Decimal(30))])

    correct_purchase(purchase, receipt, version=1, by=None)
    settle_cards()

    assert balance_of(anna) == 30


def test_a_purchase_of_somebody_else_moves_its_stamp(anna, bert):
    run_program()
    purchase = buy(anna)
    settle_cards()

    Purchase.objects.filter(pk=purchase.pk).update(customer=bert)
    settle_cards()

    assert (balance_of(anna), balance_of(bert)) == (0, 1)


def test_switching_it_on_again_leaves_what_was_earned_before(anna):
    run_program()
    purchase = buy(anna)
    settle_cards()
    run_program(is_on=False), buy(anna)
    run_program()
    LoyaltyProgram.objects.update(started_at=timezone.now())

    assert settle_cards() == 0
    assert balance_of(anna) == 1
    void_purchase(purchase, by=None), settle_cards()

    assert balance_of(anna) == 0


def test_the_clock_goes_on_from_where_it_was(anna, mira):
    run_program()
    old = buy(anna)
    Purchase.objects.update(created_at=timezone.now() - timedelta(hours=2))
    settle_cards()

    program = LoyaltyProgram.current()
    assert program.seen_up_to == old.pk
    new = buy(anna)
    settle_cards()

    assert LoyaltyProgram.current().seen_up_to == old.pk
    assert LoyaltyEntry.objects.filter(purchase=new).exists()


def test_settling_takes_as_many_queries_for_many_as_for_one(anna, bert):
    run_program()

    counts = []
    for number in (1, 30):
        for _each in range(number):
            buy(anna), buy(bert)
        with CaptureQueriesContext(connection) as asked:
            settle_cards()
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 25


def test_the_look_reads_no_more_than_what_is_new(anna):
    run_program()
    buy(anna)
    values = dict.fromkeys(["purchases_seen", "revisions_seen"], 1_000_000) | {
        "started_at": timezone.now(), "currency": "GBP", "by_points": True, "points": 1,
        "least": Decimal(0), "most_points": 9, "most": 500,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {DIFFERENCES}", values)
        plan = "\n".join(row for (row,) in cursor.fetchall())

    assert "Seq Scan on customers_" not in plan
    assert "Seq Scan on engagement_loyaltyentry" not in plan


def test_spend_from_card_gives_a_voucher_or_money_off(anna, mira):
    run_program(kind="points", full_at=100)
    adjust_card(anna, amount=250, because="From the paper card", by=mira)

    off = spend_from_card(anna, amount=50, as_voucher=False, by=mira)
    later = spend_from_card(anna, amount=120, as_voucher=True, by=mira)

    assert (off.worth, off.voucher) == (Decimal("2.50"), None)
    assert later.voucher is not None
    assert (later.voucher.amount, later.voucher.reason, later.voucher.customer) == (6, "loyalty", anna)
    assert balance_of(anna) == 80
    assert AuditEntry.objects.filter(verb="loyalty.spent").count() == 2


@pytest.mark.parametrize("amount", [0, -5, 5, 15])
def test_stamps_are_spent_by_the_full_card(anna, amount):
    run_program()
    adjust_card(anna, amount=30, because="x", by=None)

    with pytest.raises(ItIsWorthNothing):
        spend_from_card(anna, amount=amount, as_voucher=False, by=None)


def test_nobody_spends_more_than_there_is(anna):
    run_program()
    adjust_card(anna, amount=9, because="x", by=None)

    with pytest.raises(ThereIsNotSoMuchOnTheCard) as refusal:
        spend_from_card(anna, amount=10, as_voucher=False, by=None)
    with pytest.raises(ThereIsNotSoMuchOnTheCard):
        adjust_card(anna, amount=-10, because="x", by=None)

    assert (refusal.value.balance, balance_of(anna)) == (9, 9)


@pytest.mark.django_db(transaction=True)
def test_two_tills_at_once_never_take_more_than_there_is(anna):
    run_program()
    adjust_card(anna, amount=10, because="x", by=None)
    together = Barrier(3)

    def take(_till: int) -> bool:
        together.wait()
        try:
            spend_from_card(anna, amount=10, as_voucher=True, by=None)
            return True
        except ThereIsNotSoMuchOnTheCard:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(take, range(3))) == [False, False, True]

    assert balance_of(anna) == 0


@pytest.mark.django_db(transaction=True)
def test_many_clocks_at_once_book_once_while_somebody_spends(anna, bert):
    run_program(kind="points")
    adjust_card(anna, amount=30, because="x", by=None)
    for each in [anna, bert] * 3:
        buy(each, "10")
    together = Barrier(4)

    def work(number: int) -> None:
        together.wait()
        try:
            if number:
                settle_cards()
            else:
                spend_from_card(anna, amount=25, as_voucher=False, by=None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    settle_cards()

    assert (balance_of(anna), balance_of(bert)) == (35, 30)


DEED = st.tuples(
    st.sampled_from(["buy", "back", "void", "restore", "spend", "adjust", "rules", "settle"]),
    st.integers(0, 30),
)


@pytest.mark.django_db
@given(kind=st.sampled_from(["stamps", "points"]), deeds=st.lists(DEED, max_size=14))
def test_whatever_happens_the_balance_is_the_ledger_and_not_below_zero(kind, deeds):
    with transaction.atomic():
        ShopSettings.objects.get_or_create(
            pk=1, defaults={"country": "GB", "currency": "GBP", "time_zone": "UTC"}
        )
        customer = create_customer({"given_name": "Anna"}, by=None)
        run_program(kind=kind, full_at=3)
        bought: list[Purchase] = []
        for deed, number in deeds:
            do(deed, number, customer, bought)
            balance_of(customer)
        settle_cards()
        balance_of(customer)
        assert settle_cards() == 0
        transaction.set_rollback(True)


def do(deed: str, number: int, customer, bought: list[Purchase]) -> None:
    some = bought[number % len(bought)] if bought else None
    try:
        if deed == "buy":
            bought.append(buy(customer, str(number)))
        elif deed == "back" and some and not some.is_refund:
            bought.append(bring_back(some, str(number)))
        elif deed == "void" and some:
            void_purchase(some, by=None)
        elif deed == "restore" and some:
            restore_purchase(some, by=None)
        elif deed == "spend":
            spend_from_card(customer, amount=number, as_voucher=bool(number % 2), by=None)
        elif deed == "adjust":
            adjust_card(customer, amount=number - 15, because="x", by=None)
        elif deed == "rules":
            run_program(kind=LoyaltyProgram.current().kind, points_for_one=number, full_at=3)
        elif deed == "settle":
            settle_cards()
    except (ItIsWorthNothing, ThereIsNotSoMuchOnTheCard, PurchaseStaysAsItIs):
        pass
