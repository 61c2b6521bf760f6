"""The shop's card changes while everybody is being counted: nobody stays counted by the old one.

A module of its own: these tests commit.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from crm.shop import jobs
from crm.shop.actions.job import claim_job, queue_job, run_claimed_job
from crm.shop.actions.shop_settings import ShopCard, edit_shop, state_of_shop
from crm.shop.models import Job, ShopSettings, User
from crm.shop.tasks import run_job
from customers.actions import count_again as room
from customers.actions.count_again import COUNT_AGAIN
from customers.actions.cycle_rules import REPLAY, RuleNumbers, edit_cycle_rules
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer
from tests.patience import wait_until

pytestmark = pytest.mark.usefixtures("real_commits")

BLOCKED = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
ABOUT = "shop.shopsettings:1"
Elsewhere = Callable[[Callable[[], object]], Future[object]]


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Do something with a connection of its own."""

    def closing(work: Callable[[], object]) -> object:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        yield lambda work: pool.submit(closing, work)


@pytest.fixture
def both(shop: ShopSettings, anna: Customer, bert: Customer) -> list[Customer]:
    """Each has paid ten pounds."""
    for customer in (anna, bert):
        line = Line("Candle", Decimal(1), Decimal(10))
        record_purchase(Receipt(datetime(2026, 7, 1, tzinfo=UTC), "GBP", [line]), customer=customer, by=None)
    return [anna, bert]


def trade_in_euros(by: User) -> None:
    shop = ShopSettings.objects.get()
    card = ShopCard(**{field.name: getattr(shop, field.name) for field in fields(ShopCard)})
    edit_shop(replace(card, currency="EUR"), state=state_of_shop(shop), by=by)


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(BLOCKED)
        return bool(cursor.fetchone()[0])


def let_the_clock_look() -> int:
    """Do what is waiting, as the clock asks for it; how much that was."""
    waiting = [job.pk for job in Job.objects.filter(state="waiting")]
    for number in waiting:
        run_job(number)
    return len(waiting)


def spent() -> list[Decimal]:
    return list(Customer.objects.order_by("pk").values_list("spend", flat=True))


def test_a_new_currency_while_everybody_is_counted_reaches_those_counted_before(
    both: list[Customer], elsewhere: Elsewhere, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "PIECE", 1)
    job = queue_job(COUNT_AGAIN, ABOUT, by=olga)

    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=both[1].pk)  # the count stands still between the two
        counting = elsewhere(lambda: run_job(job.pk))
        wait_until(lambda: Job.objects.get().done == 1)
        elsewhere(lambda: trade_in_euros(olga)).result()
    counting.result()

    assert let_the_clock_look() == 1
    assert spent() == [0, 0]
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert let_the_clock_look() == 0


def test_a_count_that_ends_before_a_new_currency_stands_is_done_once_more(
    both: list[Customer], elsewhere: Elsewhere, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs._RUNNERS, COUNT_AGAIN, lambda _job: room.count_again())  # only its end waits
    claimed = claim_job(queue_job(COUNT_AGAIN, ABOUT, by=olga).pk)
    assert claimed

    with transaction.atomic():
        trade_in_euros(olga)
        ending = elsewhere(lambda: run_claimed_job(claimed))
        wait_until(somebody_waits_for_us)
    ending.result()

    assert spent() == [10, 10]
    assert let_the_clock_look() == 1
    assert spent() == [0, 0]


def test_a_waiting_count_does_not_begin_before_a_new_currency_stands(
    both: list[Customer], elsewhere: Elsewhere, olga: User
) -> None:
    job = queue_job(COUNT_AGAIN, ABOUT, by=olga)

    with transaction.atomic():
        trade_in_euros(olga)
        elsewhere(lambda: run_job(job.pk)).result()

    assert let_the_clock_look() == 1
    assert spent() == [0, 0]


def test_new_rules_while_everybody_is_told_by_the_old_ones_are_told_after(
    both: list[Customer], elsewhere: Elsewhere, olga: User
) -> None:
    edit_cycle_rules(RuleNumbers(2, 999, 365, 14), version=1, by=olga)
    job = Job.objects.get(kind=REPLAY)

    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=both[0].pk)
        telling = elsewhere(lambda: run_job(job.pk))
        wait_until(somebody_waits_for_us)
        elsewhere(lambda: edit_cycle_rules(RuleNumbers(1, 999, 365, 14), version=2, by=olga)).result()
    telling.result()

    assert let_the_clock_look() == 1
    assert set(Customer.objects.values_list("stage", flat=True)) == {"retention"}
