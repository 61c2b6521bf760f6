"""Stocks and flows of the imported Online Retail shop: counted by the product, and again by SQL alone."""

import time
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from customers.actions.stage import replay_stages
from customers.cycle_figures import end_of, last_months, moves_since, stocks, stocks_of
from customers.models import Customer, StageChange
from tests.counting import count_again
from tests.customers.actions.import_files import SAMPLES, run
from tests.customers.actions.online_retail import NOT_HERE, full_file, reconcile
from tests.metrics.golden import check_golden_figures

# Knows nothing of customers_stagechange: only receipts, gaps between days, and the three numbers.
# Who buys on the 181st day has not lapsed: a day is judged by its end.
LIVES = """
    WITH buying AS (
        SELECT customer_id, day,
               row_number() OVER lives AS nth,
               lag(day) OVER lives AS before,
               lead(day) OVER lives AS next
        FROM (
            SELECT DISTINCT customer_id, (at AT TIME ZONE 'Europe/London')::date AS day
            FROM customers_purchase
            WHERE customer_id IS NOT NULL AND NOT is_refund AND voided_at IS NULL
        ) AS days
        WINDOW lives AS (PARTITION BY customer_id ORDER BY day)
    )
"""
FLOWS = f"""
    {LIVES}, moves AS (
        SELECT day, '' AS before, 'conversion' AS after FROM buying WHERE nth = 1
        UNION ALL
        SELECT day, 'conversion', 'retention' FROM buying WHERE nth = 2 AND day - before <= 181
        UNION ALL
        SELECT day, 'lapsed', 'retention' FROM buying WHERE day - before > 181
        UNION ALL
        SELECT day + 181, CASE WHEN nth = 1 THEN 'conversion' ELSE 'retention' END, 'lapsed'
        FROM buying WHERE day + 181 <= %(today)s AND (next IS NULL OR next - day > 181)
        UNION ALL
        SELECT (created_at AT TIME ZONE 'Europe/London')::date, '', 'attraction'
        FROM customers_customer WHERE id NOT IN (SELECT customer_id FROM buying)
    )
    SELECT date_trunc('month', day)::date, before, after, count(*) FROM moves
    WHERE day >= %(first)s GROUP BY 1, 2, 3
"""
STOCK = f"""
    {LIVES}, last AS (
        SELECT customer_id, max(nth) AS days, max(day) AS day FROM buying
        WHERE day <= %(day)s GROUP BY customer_id
    )
    SELECT CASE WHEN %(day)s - day > 180 THEN 'lapsed' WHEN days = 1 THEN 'conversion'
                ELSE 'retention' END AS stage, count(*)
    FROM last GROUP BY 1
    UNION ALL
    SELECT 'attraction', count(*) FROM customers_customer
    WHERE (created_at AT TIME ZONE 'Europe/London')::date <= %(day)s
        AND id NOT IN (SELECT customer_id FROM buying)
"""
CHRISTMAS = datetime(2011, 12, 10, 12, tzinfo=UTC)  # the day after the file ends
HALF_A_YEAR_LATER = datetime(2012, 6, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def asked(question: str, **values: date) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def compare(today: date) -> dict[str, int]:
    """The product's numbers against the independent ones; the stocks of today."""
    months = last_months(today)
    moves = moves_since(months[0])
    told = {(month, before, after): count for (month, before, after), count in moves.items()}
    alone = {row[:3]: row[3] for row in asked(FLOWS, first=months[0], today=today)}
    assert told == alone

    counted = {month: dict(asked(STOCK, day=min(end_of(month), today))) for month in months}
    for stock in stocks_of(stocks(), moves, months):
        for cell in stock.cells:
            assert (stock.stage, cell.month, cell.count) == (
                stock.stage,
                cell.month,
                counted[cell.month].get(stock.stage, 0),
            )
    return stocks()


def test_stocks_and_flows_of_the_sample_agree_with_sql(shop, mark):
    content = (SAMPLES / "online_retail_2000.csv").read_bytes()
    with time_machine.travel(CHRISTMAS, tick=False), timezone.override("Europe/London"):
        run(content, mark, name="online_retail.csv", format_key="online-retail")
        at_christmas = compare(CHRISTMAS.date())

    with time_machine.travel(HALF_A_YEAR_LATER, tick=False), timezone.override("Europe/London"):
        replay_stages(None)
        in_june = compare(HALF_A_YEAR_LATER.date())

    assert sum(at_christmas.values()) == sum(in_june.values()) == Customer.objects.count()
    assert in_june["lapsed"] > at_christmas["lapsed"] > 0


# One test of what could be two: the file takes twenty seconds to come in.
@pytest.mark.skipif(full_file() is None, reason=NOT_HERE)
def test_online_retail_reconciles_and_its_stocks_and_flows_agree_with_sql(shop, mark):
    with time_machine.travel(CHRISTMAS), timezone.override("Europe/London"):
        done = run(full_file().read_bytes(), mark, name="online_retail.csv.gz", format_key="online-retail")
        # Else PostgreSQL takes the shop for an empty one, and looks up half a million parents row by row.
        count_again()
        reconcile(done)
        found = compare(CHRISTMAS.date())

        StageChange.objects.all().delete()
        begun = time.perf_counter()
        replay_stages(None)
        took = time.perf_counter() - begun

        assert compare(CHRISTMAS.date()) == found
        check_golden_figures()
    assert (sum(found.values()), found["attraction"], found["advocacy"]) == (4372, 34, 0)
    assert took < 15
