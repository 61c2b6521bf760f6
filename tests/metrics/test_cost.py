"""What the board asks costs the same however much was bought: it never walks through the purchases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Customer
from metrics.rollups import rebuild
from tests.counting import count_again
from tests.metrics.buying import sell

pytestmark = pytest.mark.django_db
BOUGHT = {"customers_purchase", "customers_purchaseline", "metrics_buyingday", "metrics_cohortmonth"}


def test_no_question_of_the_board_walks_through_what_was_bought(as_owner):
    # Enough that the planner would rather walk through all than look each one up.
    for customer in Customer.objects.bulk_create(Customer(given_name="A") for _number in range(20)):
        sell(customer, *range(0, 400, 4))
    rebuild()
    count_again()

    with CaptureQueriesContext(connection) as asked:
        assert as_owner.get("/figures/?days=365").status_code == 200

    asked_for = [query["sql"] for query in asked if query["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert len(asked_for) > 9
    assert {table for sql in asked_for for table in _tables_of(sql)} & BOUGHT == set()


def _tables_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        return set(_relations(cursor.fetchone()[0][0]["Plan"]))


def _relations(plan):
    yield plan.get("Relation Name", "")
    for part in plan.get("Plans", []):
        yield from _relations(part)
