"""The whole Online Retail file, where it is, and what it adds up to."""

import os
from decimal import Decimal
from pathlib import Path

from django.db.models import Count, Sum

from customers.models import Customer, DataImport, ImportRow, Purchase, PurchaseLine

NOT_HERE = "THE FULL ONLINE RETAIL FILE IS NOT HERE: set REGULARS_DATA"


def full_file():
    places = [os.environ.get("REGULARS_DATA"), Path(__file__).parents[3] / ".." / "shared" / "data"]
    found = [Path(place) / "online_retail" / "online_retail.csv.gz" for place in places if place]
    return next((path for path in found if path.exists()), None)


def sums(purchases):
    lines = PurchaseLine.objects.filter(purchase__in=purchases).count()
    return {
        "lines": lines,
        "invoices": purchases.count(),
        "value": purchases.aggregate(all=Sum("total"))["all"],
    }


def reconcile(done: DataImport) -> None:
    """To the last penny."""
    known, walk_in = Purchase.objects.exclude(customer=None), Purchase.objects.walk_ins()
    assert done.counts["rows"] == {"created": 539_392, "set_aside": 2_517}
    assert sums(known.sales()) == {"lines": 397_884, "invoices": 18_532, "value": Decimal("8911407.904")}
    assert sums(walk_in.sales()) == {"lines": 132_220, "invoices": 1_428, "value": Decimal("1755276.640")}
    assert sums(known.refunds()) == {"lines": 8_905, "invoices": 3_654, "value": Decimal("-611342.09")}
    assert sums(Purchase.objects.refunds())["value"] == Decimal("-896812.49")
    assert sums(Purchase.objects.refunds())["invoices"] == 3_836
    assert Customer.objects.count() == 4_372
    assert known.sales().aggregate(buyers=Count("customer", distinct=True))["buyers"] == 4_338
    blank = PurchaseLine.objects.filter(product_name="").count()
    assert blank + ImportRow.objects.filter(outcome="set_aside", cells__2="").count() == 1_454
