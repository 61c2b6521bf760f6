"""What is bought of each category is recounted customer by customer, whatever PostgreSQL believes."""

import pytest
from django.db import connection

from crm.web.planner import planned
from customers.actions.category_bought import RECOUNT, recount_categories

pytestmark = pytest.mark.django_db


def plan_of(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_recount_never_goes_through_all_lines_for_each_customer():
    """Once it did: PostgreSQL takes a table that it counted empty for empty, also after a large file."""
    values = {"customers": list(range(1, 1_001))}

    with planned(never=("seqscan",), always=("nestloop",)):
        plan = plan_of(RECOUNT, values)

    assert "Seq Scan on customers_purchase" not in plan
    assert "purchase_id = purchase.id" in plan
    assert "customer_id = touched.id" in plan


def test_recount_asks_that_way(django_assert_num_queries):
    with django_assert_num_queries(3) as asked:
        recount_categories([1])

    first, _recount, last = (query["sql"] for query in asked.captured_queries)
    assert "enable_" in first
    assert "enable_" in last
