"""Customers files: what each row becomes, and what no file may do."""

from customers.actions import import_running
from customers.actions.consent import Answer, record_consent
from customers.actions.contact import add_quick_fact
from customers.actions.customer import create_customer
from customers.actions.import_ledger import left_out_rows
from customers.models import (
    Consent,
    CustomField,
    ImportRow,
)
from tests.customers.actions.import_files import as_csv, bring, nothing, run


def test_generic_customers_are_created_updated_left_and_refused(mark):
    CustomField.objects.create(key="boots", label="Boot size", kind="number")
    known = create_customer(
        {"given_name": "Anna", "city": "Leeds", "emails": ["anna@b.example"], "tags": ["VIP"]}, by=mark
    )
    version = known.version
    rows = [
        {
            "Customer ID": "1",
            "First name": "Ann",
            "Email": "ANNA@b.example",
            "City": "",
            "Tags": "vip, new",
            "Boot size": "38",
        },
        {"Customer ID": "2", "First name": "Bert", "Email": "", "City": "York", "Tags": "", "Boot size": ""},
        {
            "Customer ID": "3",
            "First name": "Cleo",
            "Email": "nowhere",
            "City": "",
            "Tags": "",
            "Boot size": "",
        },
        {"Customer ID": "2", "First name": "Bert", "Email": "", "City": "", "Tags": "", "Boot size": ""},
    ]

    done = run(as_csv(rows), mark, source="till")

    assert done.counts["rows"] == {"updated": 1, "created": 1, "refused": 1, "unchanged": 1}
    known.refresh_from_db()
    assert (known.given_name, known.city, known.custom, known.version) == (
        "Ann",
        "Leeds",
        {"boots": "38"},
        version + 1,
    )
    assert sorted(tag.name for tag in known.tags.all()) == ["VIP", "new"]
    entry = ImportRow.objects.get(data_import=done, outcome="updated")
    assert entry.changes["given_name"] == ["Anna", "Ann"]
    assert entry.customer_id == known.pk
    refused = ImportRow.objects.get(data_import=done, outcome="refused")
    assert (refused.reason, refused.cells[1]) == ("Email: This is not an e-mail address.", "Cleo")


def test_customers_preview_foretells_what_apply_does(mark, monkeypatch):
    monkeypatch.setattr("customers.actions.import_customers.PIECE", 2)
    rows = [
        {"Name": name, "Email": f"{name}@b.example", "City": city}
        for name, city in [("a", "x"), ("b", "x"), ("a", "y"), ("c", ""), ("a", "y"), ("b", ""), ("a", "x")]
    ] + [{"Name": ""}]

    foretold = import_running.preview_import(bring(as_csv(rows), mark), progress=nothing).counts["rows"]
    done = run(as_csv(rows), mark)

    assert done.counts["rows"] == foretold == {"created": 3, "updated": 2, "unchanged": 2}
    again = run(as_csv(rows), mark)
    assert again.counts["rows"].get("created") is None


def test_import_never_raises_consent_and_honours_a_no(mark):
    yes, no = (create_customer({"emails": [f"{name}@b.example"]}, by=mark) for name in ("yes", "no"))
    for customer, is_given in ((yes, True), (no, False)):
        record_consent(customer, Answer("email", "news", is_given, "till"), by=mark)
    rows = [
        {"Email": "yes@b.example", "Newsletter": "no"},
        {"Email": "no@b.example", "Newsletter": "yes"},
        {"Email": "new@b.example", "Newsletter": "yes"},
        {"Email": "quiet@b.example", "Newsletter": ""},
    ]

    run(as_csv(rows), mark, source="web shop")

    added = Consent.objects.filter(source="import web shop").order_by("pk")
    said = added.values_list("customer__emails__address", "is_given", "wording", "by__name")
    assert sorted(said) == [
        ("new@b.example", True, "Newsletter", "Mark"),
        ("yes@b.example", False, "Newsletter", "Mark"),
    ]


def test_one_bad_row_of_ten_thousand_costs_one_row(mark):
    rows = [{"Customer ID": str(number), "First name": f"N{number}"} for number in range(3000)]
    rows[1700]["First name"] = "bad\x00name"

    done = run(as_csv(rows), mark)

    assert done.counts["rows"] == {"created": 2999, "refused": 1}
    assert ImportRow.objects.get(outcome="refused").number == 1702
    assert next(left_out_rows(done))[2] == ["1700", "bad\ufffdname"]


def test_known_facts_are_not_added_again_and_broken_rows_are_refused(mark):
    known = create_customer({"emails": ["a@b.example"]}, by=mark)
    add_quick_fact(known, kind="likes", text="maps", by=mark)

    done = run(b"Email,Likes\na@b.example,maps\na@b.example,tea,,extra\n", mark)

    assert done.counts["rows"] == {"unchanged": 1, "refused": 1}
    assert "more cells" in ImportRow.objects.get(outcome="refused").reason
