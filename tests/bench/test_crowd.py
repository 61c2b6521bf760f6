"""The crowd we measure with is the same every time, and what it pays adds up."""

from datetime import UTC, datetime
from decimal import Decimal

from crm.bench import crowd
from crm.bench.sizes import Size, size_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SMALL = Size(customers=50, purchases=80, lines=240, interactions=200)


def test_size_of_one_is_the_data_set_of_the_load_targets():
    assert size_of(1) == Size(100_000, 1_000_000, 3_000_000, 2_000_000)


def test_size_of_ten_has_a_million_customers():
    assert size_of(10) == Size(1_000_000, 2_000_000, 4_000_000, 4_000_000)


def test_crowd_twice_is_the_same_crowd():
    assert list(crowd.customers(SMALL, NOW)) == list(crowd.customers(SMALL, NOW))
    assert list(crowd.receipts(SMALL, NOW)) == list(crowd.receipts(SMALL, NOW))


def test_receipts_total_is_the_sum_of_the_lines():
    for receipt, lines in crowd.receipts(SMALL, NOW):
        paid = sum(Decimal(str(line[6])) * Decimal(str(line[5])) for line in lines)
        assert Decimal(str(receipt[3])) == paid


def test_buyers_are_people_of_the_crowd():
    buyers = {receipt[1] for receipt, _lines in crowd.receipts(SMALL, NOW)} - {None}

    assert buyers <= set(range(1, SMALL.customers + 1))


def test_talks_are_as_many_as_asked_for():
    assert len(list(crowd.talks(7, SMALL, NOW))) == 7
