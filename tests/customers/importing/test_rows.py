"""From cells to what a row says."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from customers.importing.cells import Remembered, RowRefused
from customers.importing.customer_rows import CustomerReader, CustomerReading, CustomQuestion
from customers.importing.reading import Row
from customers.importing.sale_cells import SaleReading
from customers.importing.sale_rows import SaleReader


def customer(cells, **how):
    questions = [
        CustomQuestion("boots", "number"),
        CustomQuestion("since", "day"),
        CustomQuestion("team", "choice", ["Red"]),
        CustomQuestion("vip", "yes_no"),
        CustomQuestion("motto", "text"),
    ]
    reading = CustomerReading(
        list(cells),
        {name: name for name in cells},
        phone_country="GB",
        channels={"email": "E-mail"},
        relationships={"community": "Community"},
        questions=questions,
        **how,
    )
    return CustomerReader(reading).read(2, list(cells.values()))


def test_customer_row_says_only_what_the_file_says():
    row = customer({"given_name": "Anna", "family_name": " ", "email": "", "city": ""})

    assert row.details == {"given_name": "Anna"}
    assert (row.emails, row.phones, row.tags) == ([], [], [])


def test_customer_row_reads_every_kind_of_column():
    row = customer(
        {
            "external_id": "'42",
            "full_name": "Anna Maria Jones",
            "email": "A@b.example",
            "phone": "07700 900123",
            "birthday": "24.12.",
            "country": "France",
            "tags": "vip, book club",
            "likes": "maps",
            "preferred_channel": "e-mail",
            "relationship": "community",
            "consent:email:news": "no",
            "custom:boots": "38.5",
            "custom:since": "1.2.2020",
            "custom:team": "red",
            "custom:vip": "yes",
            "custom:motto": "Onwards",
            "whereabouts": "club\r\nwork",
            "language": "fr",
            "card_code": "C1",
            "company": "Jones Ltd",
            "postcode": "'0123",
            "source": "a friend",
            "street": "1 High St",
        }
    )

    assert row.external_id == "42"
    assert (row.details["given_name"], row.details["family_name"]) == ("Anna Maria", "Jones")
    assert (row.emails, row.phones, row.tags) == (["a@b.example"], ["+447700900123"], ["vip", "book club"])
    assert (row.details["birth_day"], row.details["birth_month"], row.details["birth_year"]) == (24, 12, None)
    assert row.facts == [("likes", "maps")]
    assert row.answers == {("email", "news"): (False, "consent:email:news")}
    assert row.custom == {
        "boots": "38.5",
        "since": "2020-02-01",
        "team": "Red",
        "vip": True,
        "motto": "Onwards",
    }


def test_a_long_remark_becomes_several_facts_and_refuses_nobody():
    row = customer({"given_name": "Anna", "good_to_know": "Knows every map.\n" * 20})

    assert {kind for kind, _text in row.facts} == {"good_to_know"}
    assert " ".join(text for _kind, text in row.facts) == " ".join(["Knows every map."] * 20)
    assert max(len(text) for _kind, text in row.facts) <= 160


def test_full_name_splits_both_ways_and_yields_to_its_parts():
    assert customer({"full_name": "Jones, Anna"}).details == {"family_name": "Jones", "given_name": "Anna"}
    assert customer({"full_name": "Anna"}).details == {"given_name": "Anna"}
    assert customer({"given_name": "Ann", "full_name": "Anna Jones"}).details["given_name"] == "Ann"
    with pytest.raises(RowRefused, match="too long"):
        customer({"full_name": "x" * 81})


def test_second_line_of_a_street_belongs_to_it_as_far_as_there_is_room():
    flat = {"given_name": "Anna", "street": "1 High St", "street_more": "Flat 2"}
    assert customer(flat).details["street"] == "1 High St, Flat 2"

    with pytest.raises(RowRefused, match="The street is too long"):
        customer(flat | {"street": "x" * 150, "street_more": "y" * 50})


def test_customer_row_is_refused_with_the_name_of_its_column():
    with pytest.raises(RowRefused) as refusal:
        customer({"given_name": "Anna", "email": "at home"})
    assert refusal.value.sentence == "email: This is not an e-mail address."

    with pytest.raises(RowRefused, match="names nobody"):
        customer({"city": "Leeds"})


def sale(rows, headers=None, **how):
    headers = headers or [
        "order_number",
        "at",
        "quantity",
        "unit_price",
        "product_name",
        "customer_external_id",
    ]
    reader = SaleReader(
        SaleReading(headers, {name: name for name in headers}, ZoneInfo("Europe/London"), **how)
    )
    return [reader.read(Row(number, cells)) for number, cells in enumerate(rows, start=2)]


PHONES_ABROAD = pytest.mark.parametrize(
    ("country", "typed", "number"),
    [
        ("Deutschland", "0221 123456", "+49221123456"),
        ("", "01632 960001", "+441632960001"),
        ("Deutschland", "+44 1632 960001", "+441632960001"),
        ("FR", "07700 900123", "+447700900123"),  # in France there is no such number
        ("Unspecified", "01632 960001", "+441632960001"),
    ],
)


@PHONES_ABROAD
def test_phone_of_somebody_abroad_is_of_where_they_live(country, typed, number):
    country = "" if country == "Unspecified" else country  # nobody lives there, and the row says so

    assert customer({"given_name": "A", "phone": typed, "country": country}).phones == [number]


@PHONES_ABROAD
def test_phone_in_a_sale_is_read_as_in_a_list_of_customers(country, typed, number):
    headers = ["order_number", "at", "unit_price", "customer_phone", "customer_country"]

    (line,) = sale([["1", "1.7.2026", "1", typed, country]], headers, phone_country="GB")

    assert (line.who_kind, line.who) == ("phone", number)


def test_sale_lines_know_their_place_in_their_order():
    lines = sale(
        [
            ["1", "1.7.2026 10:00", "2", "1.50", "Tea", "A"],
            ["2", "1.7.2026", "1", "3", "Cup", ""],
            ["1", "1.7.2026 10:00", "1", "0.5", "Tea", "A"],
            ["1", "1.7.2026 10:00", "1", "1", "Jam", "A"],
            ["1", "1.7.2026 10:00", "1", "1", "Pan", "A"],
            ["1", "1.7.2026 10:00", "1", "1", "Pot", "A"],
        ]
    )

    assert [(line.anchor, line.position, line.naming) for line in lines] == [
        (2, 1, 1),
        (3, 1, 1),
        (2, 2, 0),
        (2, 3, 2),
        (2, 4, 3),
        (2, 5, 0),
    ]
    assert lines[0].at == "2026-07-01T09:00:00+00:00"
    assert (lines[0].who_kind, lines[0].who, lines[1].who) == ("external", "A", "")


def test_cancellation_rules_come_in_this_order():
    lines = sale(
        [
            ["C1", "1.7.2026", "-1", "0", "x", ""],
            ["2", "1.7.2026", "0", "1", "x", "9"],
            ["3", "1.7.2026", "1", "0", "x", ""],
            ["2", "1.7.2026", "1", "1", "x", ""],
        ],
        by_cancellation=True,
    )

    assert [(line.outcome, line.is_refund, line.position) for line in lines] == [
        ("", True, 1),
        ("set_aside", False, 0),
        ("set_aside", False, 0),
        ("", False, 1),
    ]
    assert "quantity" in lines[1].reason
    assert "price" in lines[2].reason
    assert lines[1].who == "9"
    assert lines[1].cells[0] == "2"
    assert lines[3].anchor == 5


AMOUNTS = ["order_number", "at", "quantity", "unit_price", "discount", "total"]


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        (["2", "1.50", "", ""], ("2", "1.50", "0")),
        (["2", "1.50", "0.5", "2.5"], ("2", "1.50", "0.5")),
        (["2", "1.50", "", "2.5"], ("2", "1.50", "0.50")),
        (["", "", "", "9"], ("1", "9", "0")),
        (["2", "", "", "9"], ("2", "4.5", "0")),
        (["3", "", "1", "9"], ("1", "10", "1")),
        (["3", "", "", "10"], ("1", "10", "0")),
        (["0", "", "", "10"], ("1", "10", "0")),
    ],
)
def test_amounts_are_completed_exactly(cells, amounts):
    line = sale([["1", "1.7.2026", *cells]], AMOUNTS)[0]

    assert (line.quantity, line.unit_price, line.discount) == tuple(map(Decimal, amounts))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["1", "1.7.2026", "2", "1.50", "1", "9"], "add up"),
        (["1", "1.7.2026", "0.001", "0.0001", "", "1"], "four decimals"),
        (["1", "1.7.2026", "2", "", "", ""], "price is missing"),
        (["1", "1.7.2026", "two", "1", "", ""], "quantity: "),
        (["1", "", "2", "1", "", ""], "date is missing"),
        (["1", "soon", "2", "1", "", ""], "at: "),
        (["", "1.7.2026", "2", "1", "", ""], "order number is missing"),
        (["\x00", "1.7.2026", "2", "1", "", ""], "order_number: "),
    ],
)
def test_sale_lines_are_refused_with_a_reason(cells, words):
    line = sale([cells], AMOUNTS)[0]

    assert line.outcome == "refused"
    assert words in line.reason
    assert line.cells == cells


def test_sale_takes_the_first_reference_and_a_time_of_its_own():
    headers = [
        "order_number",
        "at",
        "time",
        "unit_price",
        "customer_email",
        "customer_phone",
        "customer_country",
    ]
    rows = [
        ["1", "2026-01-02", "10:30", "1", "A@b.example", "07700 900123", "France"],
        ["2", "2026-01-02", "", "1", " ", "07700 900123", "Unspecified"],
        ["3", "2026-01-02", "", "1", "nowhere", "", ""],
    ]

    lines = sale(rows, headers, phone_country="GB")

    assert (lines[0].who_kind, lines[0].who, lines[0].country) == ("email", "a@b.example", "FR")
    assert lines[0].at == "2026-01-02T10:30:00+00:00"
    assert (lines[1].who_kind, lines[1].who, lines[1].country) == ("phone", "+447700900123", "")
    assert lines[2].reason == "customer_email: This is not an e-mail address."


def test_a_broken_row_is_refused_with_its_problem():
    headers = ["order_number", "at", "unit_price"]
    reader = SaleReader(SaleReading(headers, {name: name for name in headers}, ZoneInfo("UTC")))

    line = reader.read(Row(2, ["7", "1.1.2026", "1"], "too long"))

    assert (line.outcome, line.reason, line.order_number) == ("refused", "too long", "7")


def test_remembered_forgets_before_it_grows_too_large(monkeypatch):
    monkeypatch.setattr("customers.importing.cells.MOST_REMEMBERED", 2)
    calls = []
    cleaner = Remembered(lambda text: calls.append(text) or text)

    for text in "aabca":
        assert cleaner[text] == text

    assert calls == ["a", "b", "c", "a"]


def test_columns_that_mean_nothing_are_passed_over():
    reader = CustomerReader(CustomerReading(["Name", "Colour"], {"Name": "full_name", "Colour": ""}))

    assert reader.read(2, ["Anna", "\x00"]).details == {"given_name": "Anna"}
