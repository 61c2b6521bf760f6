"""Sales and invoice lines: what the file says stands in the book afterwards, once."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext

from crm.shop.models import AuditEntry
from customers.actions import data_import as imports
from customers.actions import import_running
from customers.actions.customer import create_customer
from customers.actions.import_ledger import left_out_rows
from customers.models import (
    Customer,
    DataImport,
    ImportLine,
    ImportRow,
    ImportState,
    Interaction,
    Purchase,
    PurchaseLine,
)
from tests.customers.actions.import_files import SAMPLES, as_csv, book_of_customers, bring, nothing, run
from tests.customers.actions.online_retail import sums

RETAIL = {"name": "online_retail.csv", "format_key": "online-retail"}
SALE = {
    "Order number": "1",
    "Date": "1.7.2026",
    "Customer ID": "A",
    "Product": "Tea",
    "Quantity": "2",
    "Price": "1.5",
}


def golden_sums(golden, name):
    figures = golden[name]
    return {"lines": figures["lines"], "invoices": figures["invoices"], "value": Decimal(figures["value"])}


def test_online_retail_reconciles_to_the_golden_figures(retail, mark):
    golden = json.loads((SAMPLES / "online_retail_2000.golden.json").read_text())

    done = run(retail, mark, **RETAIL)

    known, walk_in = Purchase.objects.exclude(customer=None), Purchase.objects.walk_ins()
    assert sums(known.sales()) == golden_sums(golden, "sales_known")
    assert sums(known.refunds()) == golden_sums(golden, "refunds_known")
    assert sums(walk_in.sales()) == golden_sums(golden, "sales_walk_in")
    assert sums(walk_in.refunds()) == golden_sums(golden, "refunds_walk_in")
    assert done.counts["rows"]["set_aside"] == golden["set_aside"]["lines"]
    assert sum(done.counts["rows"].values()) == golden["lines"] == ImportRow.objects.count()
    assert Customer.objects.count() == golden["customers"]
    buyers = known.sales().aggregate(buyers=Count("customer", distinct=True))["buyers"]
    assert buyers == golden["sales_known"]["customers"]
    assert not Purchase.objects.exclude(refund_of=None).exists()


def test_online_retail_leaves_history_timeline_and_figures(retail, mark):
    run(retail, mark, **RETAIL)

    known = Purchase.objects.exclude(customer=None)
    assert Interaction.objects.count() == known.count()
    assert set(Interaction.objects.values_list("kind", "staff")) == {("purchase", None), ("refund", None)}
    customer = Customer.objects.order_by("-purchase_count").first()
    assert customer.purchase_count == customer.purchases.sales().count()
    assert customer.spend == customer.purchases.aggregate(all=Sum("total"))["all"]
    assert customer.last_seen_at == customer.purchases.latest("at").at
    verbs = list(AuditEntry.objects.values_list("verb", "actor"))
    assert verbs == [(f"import.{verb}", "Mark") for verb in ("applied", "started", "mapped", "uploaded")]
    assert not ImportLine.objects.exists()


def test_preview_tells_the_whole_effect_and_writes_nothing(retail, mark):
    golden = json.loads((SAMPLES / "online_retail_2000.golden.json").read_text())

    seen = import_running.preview_import(bring(retail, mark, **RETAIL), progress=nothing)

    assert seen.state == ImportState.READY
    assert seen.counts["rows"] == {
        "created": 2000 - golden["set_aside"]["lines"],
        "set_aside": golden["set_aside"]["lines"],
    }
    walk_in = seen.counts["orders"]["refunds_walk_in"]
    assert seen.counts["orders"]["sales"]["orders"] == golden["sales_known"]["invoices"]
    assert Decimal(walk_in["total"]) == Decimal(golden["refunds_walk_in"]["value"])
    assert seen.counts["customers"] == {"created": golden["customers"], "known": 0}
    assert len(seen.counts["samples"]["set_aside"]) == 5
    assert not Customer.objects.exists()
    assert not Purchase.objects.exists()
    assert not ImportRow.objects.exists()


def test_second_import_of_the_same_file_changes_nothing(retail, mark):
    run(retail, mark, **RETAIL)
    before = book_of_customers(), list(Purchase.objects.order_by("pk").values()), Interaction.objects.count()

    again = run(retail, mark, **RETAIL)

    assert (
        book_of_customers(),
        list(Purchase.objects.order_by("pk").values()),
        Interaction.objects.count(),
    ) == before
    assert set(again.counts["rows"]) == {"unchanged", "set_aside"}
    assert again.counts["customers"] == 0


def test_import_stops_and_goes_on_piece_by_piece(retail, mark, monkeypatch):
    monkeypatch.setattr("customers.actions.import_sales.PIECE", 150)
    started = imports.start_import(
        import_running.preview_import(bring(retail, mark, **RETAIL), progress=nothing), by=mark
    )
    steps = []

    def die_at_the_fourth(done, total):
        steps.append((done, total))
        if len(steps) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_running.apply_import(started, progress=die_at_the_fourth)
    assert 0 < ImportRow.objects.count() < 2000
    done = import_running.apply_import(started, progress=nothing)

    assert done.state == ImportState.APPLIED
    assert (ImportRow.objects.count(), PurchaseLine.objects.count()) == (2000, 1926)
    assert import_running.apply_import(done, progress=nothing).state == ImportState.APPLIED
    assert all(total == 2000 for _done, total in steps)


def test_a_piece_is_written_by_one_worker_only(retail, mark):
    started = imports.start_import(
        import_running.preview_import(bring(retail, mark, **RETAIL), progress=nothing), by=mark
    )
    DataImport.objects.filter(pk=started.pk).update(cursor=100)

    with pytest.raises(imports.ImportMovedOn):
        import_running._apply_piece(started, 200, lambda *_: pytest.fail("written twice"))


def test_import_queries_do_not_grow_with_the_rows(retail, mark):
    counts = []
    for lines in (100, 1000):
        Purchase.objects.all().delete()
        content = b"\n".join(retail.split(b"\n")[:lines])
        with CaptureQueriesContext(connection) as queries:
            run(content, mark, **RETAIL)
        counts.append(len(queries))

    assert counts[0] == pytest.approx(counts[1], abs=6)


def test_generic_sales_find_and_make_customers(mark, anna):
    anna_mail = anna.emails.first().address if anna.emails.exists() else ""
    rows = [
        {**SALE, "Customer ID": "", "Email": anna_mail or "anna@example.com"},
        {**SALE, "Order number": "2", "Customer ID": "Z9", "Email": ""},
        {**SALE, "Order number": "3", "Customer ID": "", "Email": "", "Quantity": "-1"},
    ]

    run(as_csv(rows), mark, source="till")

    second = Purchase.objects.get(external_id="2")
    assert second.customer.external_ids.get().value == "Z9"
    walk_in = Purchase.objects.get(external_id="3")
    assert (walk_in.customer, walk_in.is_refund, walk_in.total) == (None, True, Decimal("-1.5"))
    assert Interaction.objects.get(customer=second.customer).text == "1 item: Tea"


def test_generic_sales_name_the_customers_they_make(mark):
    rows = [
        SALE | {"Customer ID": "Z9", "Kunde": "Änne", "Kundenname": "Groß"},
        SALE | {"Customer ID": "", "Order number": "2", "Kunde": "Someone", "Kundenname": "Else"},
    ]

    run(as_csv(rows), mark)

    assert str(Customer.objects.get()) == "Änne Groß"
    assert Purchase.objects.get(external_id="2").customer is None


def test_an_order_is_taken_whole_or_refused_whole(mark):
    rows = [SALE, {**SALE, "Quantity": "many"}, {**SALE, "Order number": "2"}]

    done = run(as_csv(rows), mark)

    assert done.counts["rows"] == {"refused": 2, "created": 1}
    reasons = list(ImportRow.objects.order_by("number").values_list("reason", flat=True))
    assert reasons == ["Another row of this order was refused.", "Quantity: This is not an amount.", ""]
    assert Purchase.objects.get().external_id == "2"
    assert [cells[0] for _number, _reason, cells in left_out_rows(done)] == ["1", "1"]


def test_preview_shows_each_row_under_what_would_become_of_it(mark):
    run(as_csv([SALE]), mark)
    rows = [SALE, SALE | {"Order number": "2"}, SALE | {"Order number": "3", "Quantity": "many"}]

    seen = import_running.preview_import(bring(as_csv(rows), mark), progress=nothing)

    shown = {outcome: [row["number"] for row in rows] for outcome, rows in seen.counts["samples"].items()}
    assert shown == {"unchanged": [2], "created": [3], "refused": [4]}
    assert seen.counts["rows"] == {"unchanged": 1, "created": 1, "refused": 1}


def test_an_order_with_another_total_is_refused(mark):
    run(as_csv([SALE]), mark)

    done = run(as_csv([{**SALE, "Quantity": "3"}, {**SALE, "Order number": "2"}]), mark)

    assert done.counts["rows"] == {"refused": 1, "created": 1}
    assert "another total" in ImportRow.objects.get(data_import=done, outcome="refused").reason
    assert [cells[0] for _number, _reason, cells in left_out_rows(done)] == ["1"]
    assert Purchase.objects.get(external_id="1").total == 3


def test_an_order_of_a_shared_number_is_refused(mark):
    for name in ("Anna", "Bert"):
        create_customer({"given_name": name, "phones": ["+447700900555"]}, by=mark)

    done = run(as_csv([{**SALE, "Customer ID": "", "Phone": "07700 900555"}]), mark)

    assert done.counts["rows"] == {"refused": 1}
    assert not Purchase.objects.exists()


def test_a_till_that_knows_statuses_counts_only_what_is_a_sale(mark):
    words = ["Bezahlt", "Storniert", "unpaid", "TEST", "On-hold", "refunded", "shpd", "completed"]
    rows = [SALE | {"Order number": str(at), "Status": word} for at, word in enumerate(words, start=1)]

    done = run(as_csv(rows), mark)

    totals = {number: float(total) for number, total in Purchase.objects.values_list("external_id", "total")}
    assert totals == {"1": 3, "6": 3, "6/refund": -3, "8": 3}
    assert Purchase.objects.get(external_id="6/refund").refund_of.external_id == "6"
    assert done.counts["rows"] == {"created": 4, "set_aside": 4, "refused": 1}
    said = dict(ImportRow.objects.exclude(reason="").values_list("number", "reason"))
    assert said == {
        3: "This order was cancelled.",
        4: "This order is not paid.",
        5: "This is a test order: no money moved.",
        6: "This order is not paid.",
        8: 'Status: Is "shpd" a sale? Write one of: paid, refunded, cancelled, unpaid, test.',
    }


def test_a_till_that_knows_statuses_brings_nothing_twice_and_later_refunds(mark):
    run(as_csv([SALE | {"Status": "paid"}]), mark)

    grown = [SALE | {"Status": "refunded"}]
    counts = [run(as_csv(grown), mark).counts["rows"] for _time in range(2)]

    assert counts == [{"unchanged": 1, "created": 1}, {"unchanged": 2}]
    assert list(Purchase.objects.order_by("pk").values_list("external_id", "total")) == [
        ("1", 3),
        ("1/refund", -3),
    ]


def test_a_column_that_was_left_behind_before_stays_so(mark):
    rows = as_csv([SALE | {"Status": "cancelled"}])
    earlier = bring(rows, mark)
    mapping = {header: key for header, key in earlier.mapping.items() if header != "Status"}
    imports.choose_columns(
        earlier, format_key=earlier.format, mapping=mapping, options=earlier.options, by=mark
    )

    done = run(rows, mark)

    assert done.counts["rows"] == {"created": 1}
