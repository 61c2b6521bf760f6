"""The shop we measure is a whole one: its figures come from the product's own counting."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from crm.bench.loading import fill
from crm.bench.sizes import Size
from customers.models import Customer, Interaction, Purchase, PurchaseLine, SearchWord

SMALL = Size(customers=40, purchases=60, lines=180, interactions=100)


def indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename LIKE 'customers_%' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_fill_makes_a_counted_shop(shop):
    before = indexes()

    fill(SMALL, datetime(2026, 11, 22, 12, tzinfo=UTC), lambda _words: None)

    models = (Customer, Purchase, PurchaseLine, Interaction)
    assert [model.objects.count() for model in models] == [40, 60, 180, 100]
    assert sum(customer.spend for customer in Customer.objects.all()) == sum(
        purchase.total for purchase in Purchase.objects.exclude(customer=None)
    )
    assert SearchWord.objects.values("customer").distinct().count() == 40
    assert indexes() == before
    Customer.objects.create(given_name="The next number is free")
