"""Which file is which, and what its columns mean."""

import pytest

from customers.importing.column_guess import guess_mapping
from customers.importing.fields import fields_of, left_behind, problems_of
from customers.importing.formats import FORMATS, fingerprint, recognise

RETAIL = [
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
]


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        (RETAIL, "online-retail"),
        ([*reversed(RETAIL), "Added by a later version"], "online-retail"),
        (["Order number", "Date", "Price", "Email"], "sales"),
        (["First name", "Last name", "E-mail"], "customers"),
        (["Name", "Telephone"], "customers"),
        (["Colour", "Weight"], None),
        (["Bon", "Datum", "Artikel", "Menge", "Einzelpreis", "Rabatt", "Betrag", "Kundennr."], "sales"),
        (["N° client", "Ticket", "Date", "Désignation", "Quantité", "Prix", "Remise", "Montant"], "sales"),
        (["Klantnummer", "Bonnummer", "Datum", "Omschrijving", "Aantal", "Prijs", "Korting"], "sales"),
        (["Kundennummer", "Vorname", "Nachname", "PLZ", "Datum", "Beleg", "Summe", "Ort"], "customers"),
        (["Kundennummer", "Vorname", "Nachname", "Straße", "PLZ", "Ort"], "customers"),
    ],
)
def test_recognise_goes_by_the_set_of_headers(headers, key):
    known = recognise(headers)

    assert (known.key if known else None) == key


def test_mapping_of_online_retail_is_fixed_and_leaves_the_rest():
    mapping = FORMATS["online-retail"].mapping_of([*RETAIL, "Extra"], {})

    assert mapping["InvoiceNo"] == "order_number"
    assert left_behind([*RETAIL, "Extra"], mapping) == ["Extra"]


@pytest.mark.parametrize(
    "headers",
    [
        "Belegnummer Datum Artikel Menge Preis Summe Kundennummer",
        "Ticket Date Désignation Quantité Prix Montant N°client",
        "Bonnummer Datum Omschrijving Aantal Prijs Bedrag Klantnummer",
    ],
)
def test_sales_are_understood_in_the_words_of_the_till(headers):
    mapping = FORMATS["sales"].mapping_of(headers.split(), {})

    assert list(mapping.values()) == [
        "order_number",
        "at",
        "product_name",
        "quantity",
        "unit_price",
        "total",
        "customer_external_id",
    ]


@pytest.mark.parametrize("header", ["Note", "Comments", "Bemerkung", "Notiz", "Remarque", "Opmerkingen"])
def test_remarks_are_good_to_know(header):
    assert FORMATS["customers"].mapping_of([header], {}) == {header: "good_to_know"}


def test_guess_mapping_takes_the_first_of_two_and_lets_lists_repeat():
    headers = ["Email", "Email (2)", "First Name", "Forename", "Boot size"]

    mapping = FORMATS["customers"].mapping_of(headers, {"boot": "Boot size"})

    assert mapping == {
        "Email": "email",
        "Email (2)": "email",
        "First Name": "given_name",
        "Boot size": "custom:boot",
    }


def test_problems_of_names_what_is_twice_and_what_is_missing():
    assert problems_of(
        {"a": "given_name", "b": "given_name", "c": "custom:x", "d": "custom:x"}, "customers"
    ) == {
        "twice": ["custom:x", "given_name"],
        "missing": [],
    }
    assert problems_of({"a": "email", "b": "email"}, "customers") == {"twice": [], "missing": []}
    assert problems_of({"a": "city"}, "customers")["missing"] == ["external_id"]
    assert problems_of({"a": "at"}, "sales")["missing"] == ["order_number", "unit_price"]
    assert problems_of({"a": "at", "b": "order_number", "c": "total"}, "sales")["missing"] == []


def test_fingerprint_knows_the_file_again_in_any_order():
    assert fingerprint(["E-Mail", "Name"]) == fingerprint(["name", "email"])
    assert fingerprint(["Name"]) != fingerprint(["Name", "E-mail"])


def test_every_field_name_is_a_header_key():
    for kind in ("customers", "sales"):
        for field in fields_of(kind):
            assert all(name.isalnum() and name == name.lower() for name in field.names.split())
            assert guess_mapping([field.key.replace("consent:", "")], [field]) in ({}, {field.key: field.key})


@pytest.mark.parametrize(
    ("headers", "mapping"),
    [
        (
            "Customer ID,Customer name,Email,Phone,First visit,Total spent,Address",
            {"external_id", "full_name", "email", "phone", "street"},
        ),
        ("first_name,last_name,email,loyalty_balance", {"given_name", "family_name", "email"}),
        (
            "Given Name,Family Name,E-mail 1 - Value,Phone 1 - Value,Address 1 - Street,Address 1 - City",
            {"given_name", "family_name", "email", "phone", "street", "city"},
        ),
        (
            "First Name,Last Name,E-mail Address,Home Phone,Home Street,Home City,Home Postal Code",
            {"given_name", "family_name", "email", "phone", "street", "city", "postcode"},
        ),
    ],
)
def test_tills_without_a_published_file_are_understood_by_their_words(headers, mapping):
    known = recognise(headers.split(","))

    assert known.key == "customers"
    assert set(known.mapping_of(headers.split(","), {}).values()) == mapping


@pytest.mark.parametrize(
    ("headers", "meanings"),
    [
        (["Vorname", "Name", "E-Mail"], ["given_name", "family_name", "email"]),
        (["Name", "First name"], ["family_name", "given_name"]),
        (["Name", "Given Name", "Family Name"], ["full_name", "given_name", "family_name"]),
        (["Name", "Marketing Opt In"], ["full_name", "consent:email:news"]),
    ],
)
def test_name_beside_a_first_name_is_the_last_name(headers, meanings):
    assert list(FORMATS["customers"].mapping_of(headers, {}).values()) == meanings


def test_what_was_paid_goes_before_what_it_would_have_cost():
    headers = ["Date", "Receipt number", "Gross sales", "Discounts", "Net sales"]

    assert FORMATS["sales"].mapping_of(headers, {})["Net sales"] == "total"
    assert FORMATS["sales"].mapping_of(headers[:-1], {})["Gross sales"] == "total"
