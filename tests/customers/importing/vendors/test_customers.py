"""Customers as Shopify, Square, WooCommerce and another Regulars write them, tidy and sloppy."""

import csv
import io

import pytest

from customers.actions import data_import as imports
from customers.actions.import_running import preview_import
from customers.importing.fields import left_behind
from customers.importing.formats import FORMATS, recognise
from customers.models import Consent, Customer, ImportRow
from tests.customers.actions.import_files import bring, nothing, run

SHOPIFY = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
    "Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,"
    "Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,"
    "Total Spent,Total Orders,Note,Tax Exempt,Tags"
)
SHOPIFY_OLDER = (
    "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,"
    "Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,"
    "Tax Exempt"
)
SHOPIFY_TEMPLATE = SHOPIFY.replace("Customer ID,", "").replace(
    "Total Spent,Total Orders,Note,Tax Exempt,Tags", "Tags,Note,Tax Exempt"
)
SQUARE = (
    "Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,Company Name,Street Address 1,"
    "Street Address 2,City,State,Postal Code,Birthday,Memo,Square Customer ID,Creation Source,First Visit,"
    "Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status,Instant Profile,"
    "Blocked from online booking"
)
WOO = (
    "Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code,"
    "Billing Phone,Shipping Phone,Role"
)
ANNA = {
    "Customer ID": "'7210448301122",
    "First Name": "Anna",
    "Last Name": "Jansen",
    "Email": "Anna@Example.com",
    "Accepts Email Marketing": "yes",
    "Default Address Address1": "Keizersgracht 1",
    "Default Address Address2": "II hoog",
    "Default Address City": "Amsterdam",
    "Default Address Country Code": "NL",
    "Default Address Zip": "'1015 CJ",
    "Default Address Phone": "'+31612345678",
    "Phone": "'+31612345678",
    "Accepts SMS Marketing": "no",
    "Total Spent": "120.50",
    "Note": "Likes the blue ones",
    "Tags": "vip, tea lover",
}


def written(headers, *rows, **how):
    """A file with these headers; what a row does not name is blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=headers.split(","), **how)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        (SHOPIFY, "shopify-customers"),
        (SHOPIFY + ",Accepts WhatsApp Marketing", "shopify-customers"),
        (SHOPIFY_OLDER, "shopify-customers"),
        (SHOPIFY_TEMPLATE, "shopify-customers"),
        (SQUARE + ",Shoe size", "square-customers"),
        (WOO, "woocommerce-customers"),
        (WOO.removesuffix(",Billing Phone,Shipping Phone,Role"), "woocommerce-customers"),
    ],
)
def test_customers_files_are_recognised_by_their_headers_in_any_order(headers, key):
    names = [f" {name.upper()} " for name in reversed(headers.split(","))]

    assert recognise(names).key == key


def test_shopify_customers_come_whole(mark):
    run(written(SHOPIFY, ANNA).encode("utf-8-sig"), mark)

    anna = Customer.objects.get()
    assert (anna.given_name, anna.family_name) == ("Anna", "Jansen")
    assert (anna.street, anna.postcode, anna.city, anna.country) == (
        "Keizersgracht 1, II hoog",
        "1015 CJ",
        "Amsterdam",
        "NL",
    )
    assert list(anna.external_ids.values_list("source", "value")) == [("shopify", "7210448301122")]
    assert list(anna.emails.values_list("address", flat=True)) == ["anna@example.com"]
    assert list(anna.phones.values_list("number", flat=True)) == ["+31612345678"]
    assert set(anna.tags.values_list("name", flat=True)) == {"vip", "tea lover"}
    assert list(anna.quick_facts.values_list("text", flat=True)) == ["Likes the blue ones"]
    answers = Consent.objects.order_by("channel").values_list("channel", "is_given", "source", "wording")
    assert list(answers) == [
        ("email", True, "import shopify", "Accepts Email Marketing"),
        ("text", False, "import shopify", "Accepts SMS Marketing"),
    ]


def test_older_shopify_file_means_the_same_person_by_mail_and_opts_nobody_in_again(mark):
    run(written(SHOPIFY, ANNA | {"Accepts Email Marketing": "no"}).encode(), mark)
    older = {
        "First Name": "Anna",
        "Email": "anna@example.com",
        "Accepts Email Marketing": "yes",
        "Zip": "'1015 CJ",
    }
    older |= {
        "Province": "Noord-Holland",
        "Province Code": "NH",
        "Country": "Netherlands",
        "Country Code": "NL",
    }

    done = run(written(SHOPIFY_OLDER, older).encode(), mark)

    assert done.counts["rows"] == {"updated": 1}
    anna = Customer.objects.get()
    assert (anna.region, anna.family_name) == ("Noord-Holland", "Jansen")
    assert list(Consent.objects.filter(channel="email").values_list("is_given", flat=True)) == [False]


def test_birthday_of_a_metafield_is_read_and_the_rest_is_left_behind_by_its_own_name(mark):
    birthday = "Fecha de nacimiento (customer.metafields.facts.birth_date)"
    headers = f"{SHOPIFY},Accepts WhatsApp Marketing,{birthday}"
    brought = bring(written(headers, ANNA | {birthday: "1990-02-28"}).encode(), mark)

    assert left_behind(brought.headers, brought.mapping) == [
        "Total Spent",
        "Total Orders",
        "Tax Exempt",
        "Accepts WhatsApp Marketing",
    ]
    preview_import(brought, progress=nothing)
    assert brought.mapping[birthday] == "birthday"


def test_of_two_columns_that_say_the_same_the_first_is_read():
    headers = [*SHOPIFY.split(","), "Accepts Marketing", "Company"]

    mapping = FORMATS["shopify-customers"].mapping_of(headers, {})

    assert {"Accepts Marketing", "Company"}.isdisjoint(mapping)
    assert mapping["Phone"] == mapping["Default Address Phone"] == "phone"


@pytest.mark.parametrize(
    ("birthday", "kept"),
    [("05-31", (31, 5, None)), ("1990-05-31", (31, 5, 1990)), ("05-31-1990", (31, 5, 1990))],
)
def test_square_customers_say_yes_no_or_nothing(mark, birthday, kept):
    people = [
        {"Square Customer ID": f"SQ{number}", "First Name": name, "Email Subscription Status": status}
        for number, (name, status) in enumerate(
            [("Ada", "Subscribed"), ("Ben", "Unsubscribed"), ("Cleo", "Unknown"), ("Dan", "")]
        )
    ]
    people[0] |= {"Birthday": birthday, "Nickname": "Addie", "Memo": "Window table", "Reference ID": "77"}

    run(written(SQUARE, *people).encode(), mark)

    ada = Customer.objects.get(given_name="Ada")
    assert (ada.birth_day, ada.birth_month, ada.birth_year, ada.preferred_name) == (*kept, "Addie")
    assert ada.external_ids.get().value == "SQ0"
    answers = Consent.objects.order_by("customer__given_name").values_list("customer__given_name", "is_given")
    assert list(answers) == [("Ada", True), ("Ben", False)]


def test_square_status_that_nobody_knows_is_refused_and_not_guessed(mark):
    ada = {"Square Customer ID": "SQ1", "First Name": "Ada", "Email Subscription Status": "Perhaps"}

    run(written(SQUARE, ada).encode(), mark)

    assert ImportRow.objects.get().reason == "Email Subscription Status: This is neither yes nor no."


def test_woocommerce_customers_come_by_name_and_mail_and_nobody_is_opted_in(mark):
    row = {"Name": "Anna de Vries", "Username": "anna", "Email": "anna@example.com", "Country / Region": "NL"}
    row |= {"City": "Utrecht", "Region": "UT", "Postal Code": "3511", "Last Active": "2026-01-01 10:00:00"}
    row |= {"Billing Phone": "+31 6 12345678", "Shipping Phone": "+31 6 12345678", "Sign Up": "2025-02-03"}

    run(written(WOO, row).encode(), mark)

    anna = Customer.objects.get()
    assert (anna.full_name, anna.city, anna.region) == ("Anna de Vries", "Utrecht", "UT")
    assert anna.phones.count() == 1
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("encoding", "how"),
    [
        ("utf-16", {}),
        ("cp1252", {"delimiter": ";", "lineterminator": "\n"}),
        ("utf-8-sig", {"delimiter": "\t", "quoting": csv.QUOTE_ALL}),
    ],
)
def test_sloppy_shopify_file_says_the_same_in_any_dress(mark, encoding, how):
    rows = [
        ANNA | {"First Name": "Zoë", "Note": "Two\r\nlines; and more"},
        {"First Name": "Zoë", "Email": "ANNA@example.com "},  # the same person, nearly empty
        {"Email": "nowhere", "Customer ID": "9"},
        {},
    ]

    done = run(written(SHOPIFY, *rows, **how).encode(encoding), mark)

    zoe = Customer.objects.get()
    assert (zoe.given_name, zoe.family_name, zoe.city) == ("Zoë", "Jansen", "Amsterdam")
    assert done.counts["rows"] == {"created": 1, "unchanged": 1, "refused": 1}


def test_hostile_cells_of_a_shopify_file_are_words_or_refused(mark):
    rows = [
        ANNA | {"First Name": "=HYPERLINK(1)", "Tags": "<script>,'); DROP TABLE--", "Note": "{{7*7}}"},
        ANNA | {"Customer ID": "2", "Email": "b@example.com", "Phone": "", "First Name": "A\x00B"},
        ANNA | {"Customer ID": "3", "Email": "c@example.com", "First Name": "x" * 10_001},
    ]

    done = run(written(SHOPIFY, *rows).encode(), mark)

    assert Customer.objects.get().given_name == "=HYPERLINK(1)"
    assert done.counts["rows"] == {"created": 1, "refused": 2}


def test_second_import_of_a_vendor_file_changes_nothing(mark):
    content = written(SHOPIFY, ANNA, ANNA | {"Customer ID": "2", "Email": "", "Phone": "", "Last Name": "B"})
    run(content.encode(), mark)
    before = list(Customer.objects.order_by("pk").values())

    again = run(content.encode(), mark)

    assert set(again.counts["rows"]) <= {"unchanged", "refused"}
    assert list(Customer.objects.order_by("pk").values()) == before


def test_addresses_of_computers_and_cards_are_dropped_from_every_row(mark):
    content = b"Name,Email,customer_ip_address,User Agent,OPTIN_IP\n"
    content += b"Anna,nowhere,192.0.2.7,Mozilla,192.0.2.7\n"

    done = run(content, mark)

    assert ImportRow.objects.get().cells == ["Anna", "nowhere", "", "", ""]
    assert "192.0.2.7" not in str(done.__dict__)  # nor as an example of how the file writes its amounts


def test_our_own_export_is_known_as_ours(mark, anna):
    from customers.exporting import rows_for_import

    text = io.StringIO()
    csv.writer(text).writerows(rows_for_import(Customer.objects.all()))

    brought = imports.receive_file("ours.csv", [text.getvalue().encode()], by=mark)

    assert FORMATS[brought.format].label == "Regulars customers"
