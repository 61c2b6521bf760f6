"""Two put customers together at once, or beside a sale or an erasure: nothing is lost, nobody fails.

A module of its own: these tests commit.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from crm.shop.models import User
from customers.actions.customer import create_customer
from customers.actions.erasure import ask_to_erase, carry_out, erase_now
from customers.actions.interaction import Entry, log_interaction
from customers.actions.merge import CannotBeMerged, merge_customers
from customers.actions.merge_undo import CannotBeTakenApart, undo_merge
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Because, Customer, Interaction, Merge, Purchase, TillRoll
from tests.customers.till_rolls import purchases_on
from tests.patience import wait_until

pytestmark = pytest.mark.usefixtures("real_commits")

AtOnce = Callable[[int, Callable[[int], object]], list[object]]
Three = list[Customer]
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
BLOCKED = """
    SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""
CANDLE = {"product_name": "Candle", "quantity": "1", "unit_price": "10", "discount": "", "category": "Light"}
SALE = {"line_count": "1"} | {f"line-0-{name}": value for name, value in CANDLE.items()}
# Pairs of (kept, gone): whoever has the second record in hands may find it gone.
PAIRS = [
    [(0, 1), (1, 2)],
    [(1, 0), (1, 2)],
    [(0, 1), (2, 1)],
    [(1, 0), (2, 1)],
    [(0, 1), (1, 0)],
]


@pytest.fixture
def three(shop: object) -> Three:
    """Three records, each with a receipt and a note."""
    people = [create_customer({"given_name": name}, by=None) for name in ("Ada", "Ben", "Cas")]
    for customer in people:
        buy(customer)
        log_interaction(customer, Entry("note", AT, text=f"of {customer.given_name}"), by=None)
    return list(Customer.objects.order_by("pk"))


def buy(customer: Customer) -> Purchase:
    line = Line("Candle", Decimal(1), Decimal(10), category="Light")
    return record_purchase(Receipt(AT, "GBP", [line]), customer=customer, by=None)


def browser_of(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def put_together(browser: Client, kept: Customer, gone: Customer) -> int:
    """Press the button of a page that was opened before anybody else pressed theirs."""
    address = reverse("customers:merge_compare", args=[kept.pk, gone.pk])
    return browser.post(address, {"versions": f"{kept.version}-{gone.version}"}, follow=True).status_code


def check_that_nothing_is_lost(receipts: int = 3) -> None:
    """Every receipt and every note has somebody, and what is kept of everybody is what there is."""
    assert Purchase.objects.filter(customer__isnull=False).count() == receipts
    assert Interaction.objects.filter(kind="note").count() == 3
    for customer in Customer.objects.all():
        count = customer.purchases.count()
        assert (customer.purchase_count, customer.spend) == (count, 10 * count)
        assert purchases_on(TillRoll.objects.get(customer=customer)) == count


def begin(work: Callable[[], object]) -> Future[object]:
    """It has begun elsewhere, and waits for a row that this transaction holds."""

    def run() -> object:
        try:
            return work()
        finally:
            connections.close_all()

    pool = ThreadPoolExecutor(1)
    future = pool.submit(run)
    pool.shutdown(wait=False)
    wait_until(lambda: future.done() or is_somebody_blocked_by_us())
    assert not future.done()
    return future


def is_somebody_blocked_by_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(BLOCKED)
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("pairs", PAIRS)
def test_two_merges_at_once_lose_nothing(
    pairs, at_once: AtOnce, three: Three, mark: User, olga: User
) -> None:
    browsers = [browser_of(mark), browser_of(olga)]

    def press(number: int) -> int:
        kept, gone = pairs[number]
        return put_together(browsers[number], three[kept], three[gone])

    answers = at_once(2, press)

    assert set(answers) <= {200, 404, 409}, answers
    merges = Merge.objects.standing().count()
    assert merges in {1, 2}
    assert Customer.objects.count() == 3 - merges
    check_that_nothing_is_lost()


def test_the_same_two_put_together_by_four_at_once_are_one_merge(
    at_once: AtOnce, three: Three, mark: User
) -> None:
    browsers = [browser_of(mark) for _number in range(4)]

    answers = at_once(4, lambda number: put_together(browsers[number], three[0], three[1]))

    assert answers == [200] * 4
    assert Merge.objects.count() == 1
    check_that_nothing_is_lost()


def test_a_choice_made_before_a_colleague_merged_is_shown_again(three: Three, mark: User, olga: User) -> None:
    ada, ben, cas = three
    browser = browser_of(mark)

    with transaction.atomic():
        merge_customers(ada, ben, choices={}, by=olga)
        pressed = begin(lambda: put_together(browser, ada, cas))

    assert pressed.result() == 409
    assert Merge.objects.count() == 1
    check_that_nothing_is_lost()


def test_a_sale_for_the_one_who_goes_is_the_kept_ones(three: Three, mark: User, mira: User) -> None:
    ada, ben, _cas = three
    browser, address = browser_of(mira), reverse("customers:purchase_record", args=[ben.pk])

    with transaction.atomic():
        merge_customers(ada, ben, choices={}, by=mark)
        sold = begin(lambda: browser.post(address, SALE, follow=True).status_code)

    assert sold.result() == 200
    assert ada.purchases.count() == 3
    check_that_nothing_is_lost(receipts=4)


def test_a_sale_that_is_being_written_goes_along(three: Three, mark: User) -> None:
    ada, ben, _cas = three

    with transaction.atomic():
        buy(ben)
        merged = begin(lambda: merge_customers(ada, ben, choices={}, by=mark))

    merged.result()
    assert ada.purchases.count() == 3
    check_that_nothing_is_lost(receipts=4)


def test_many_sales_beside_a_merge_are_all_written(
    at_once: AtOnce, three: Three, mark: User, mira: User
) -> None:
    ada, ben, _cas = three
    till, office = [browser_of(mira) for _number in range(5)], browser_of(mark)
    address = reverse("customers:purchase_record", args=[ben.pk])

    def act(number: int) -> int:
        if number == 5:
            return put_together(office, ada, ben)
        return till[number].post(address, SALE, follow=True).status_code

    answers = at_once(6, act)

    assert set(answers) <= {200, 409}, answers
    assert answers[:5] == [200] * 5
    assert Purchase.objects.filter(customer__in=[ada.pk, ben.pk]).count() == 7
    check_that_nothing_is_lost(receipts=8)


def test_whoever_is_being_forgotten_is_not_put_together(three: Three, mark: User) -> None:
    ada, ben, cas = three
    merge = merge_customers(ada, cas, choices={}, by=mark)
    erasures = [ask_to_erase(each, because=Because.ASKED, by=mark) for each in (ada, ben)]

    for kept, gone in ((ada, ben), (ben, ada)):
        with pytest.raises(CannotBeMerged):
            merge_customers(kept, gone, choices={}, by=mark)
    with pytest.raises(CannotBeTakenApart):
        undo_merge(merge, by=mark)

    for erasure in erasures:
        carry_out(erasure)
    assert not Customer.objects.exists()


def test_an_erasure_beside_a_merge_leaves_nothing_of_them(at_once: AtOnce, three: Three, mark: User) -> None:
    ada, ben, _cas = three

    def act(number: int) -> str:
        try:
            if number:
                return type(merge_customers(ada, ben, choices={}, by=mark)).__name__
            return type(erase_now(ben, because=Because.ASKED, by=mark)).__name__
        except (CannotBeMerged, Customer.DoesNotExist) as refusal:
            return type(refusal).__name__

    answers = at_once(2, act)

    notes = set(Interaction.objects.filter(kind="note").values_list("text", flat=True))
    if answers[0] == "Erasure":
        assert (answers[1], notes) == ("CannotBeMerged", {"of Ada", "of Cas"})
    else:
        assert (answers, notes) == (["DoesNotExist", "Merge"], {"of Ada", "of Ben", "of Cas"})
