"""The same rows, typed one by one and imported, leave the same book; importing twice is importing once."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from customers.actions.consent import Answer, record_consent
from customers.actions.contact import emails_of, phones_of, tags_of
from customers.actions.customer import edit_customer
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.cleaning import fold
from customers.importing.one_person import are_other_names
from customers.models import Customer, ExternalId, Interaction, Purchase, PurchaseLine
from tests.customers.actions.import_files import as_csv, book_of_customers, run
from tests.customers.actions.whom_rows_mean import whom_rows_mean

WORDS = st.sampled_from(["", "Anna", "Bert", "Éva", "O'Neil", "van der Berg", "=cmd", "李"])
ROW = st.fixed_dictionaries(
    {
        "Customer ID": st.sampled_from(["", "1", "2", "3"]),
        "First name": WORDS,
        "Last name": WORDS,
        "Town": WORDS,
        "Email": st.sampled_from(["", "a@b.example", "c@b.example"]),
        "Phone": st.sampled_from(["", "07700 900001", "07700 900002"]),
        "Tags": st.sampled_from(["", "vip", "VIP, book club", "new"]),
        "Newsletter": st.sampled_from(["", "yes", "no"]),
    }
)
COLUMNS = ("Customer ID", "First name", "Last name", "Town", "Email", "Phone", "Tags", "Newsletter")
CALM = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes longer than reading the rows
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Undone(Exception):
    """Takes an example back."""


def in_a_fresh_book(act):
    """What `act` gives, with everything it wrote taken back."""
    result = []
    try:
        with transaction.atomic():
            result.append(act())
            raise Undone
    except Undone:
        return result[0]


def find(row, meant):
    """Whom a colleague would pick who has read the whole file: by number, then e-mail, then phone."""
    if meant.number and (found := Customer.objects.filter(external_ids__value=meant.number)):
        return found[0]
    for key in meant.keys:
        holders = holders_of(key)
        if len(holders) == 1 and not (key in meant.phones and is_another(holders[0], meant)):
            return holders[0]
    is_bare = not (meant.number or row["Email"] or row["Phone"])
    bare = Customer.objects.filter(emails=None, phones=None, external_ids=None)
    key = fold(f"{row['Last name']} {row['First name']}")
    return bare.filter(sort_key=key).first() if is_bare else None


def holders_of(key):
    return list(Customer.objects.filter(Q(emails__address=key) | Q(phones__number=e164(key))).distinct())


def is_another(customer, meant):
    """Their words are not those of the two names."""
    return are_other_names(set(re.findall(r"\w+", customer.sort_key)), meant.names)


def e164(number):
    return number.replace("0", "+44", 1).replace(" ", "")


def is_unclear(row, meant):
    """Everything the row gives is somebody else's too."""
    if meant.number or not (row["Email"] or row["Phone"]):
        return False
    given, found = {row["Email"], row["Phone"]} - {"", *meant.shared}, find(row, meant)
    return meant.is_stranger or not any(all(who == found for who in holders_of(key)) for key in given)


def type_in(row, by, meant):
    """One row, through the same actions as the page."""
    details = {"given_name": row["First name"], "family_name": row["Last name"], "city": row["Town"]}
    details = {name: value for name, value in details.items() if value}
    is_nobody = not (row["Customer ID"] or row["Email"] or row["Phone"] or details.keys() - {"city"})
    if is_unclear(row, meant) or is_nobody:
        return
    customer = find(row, meant)
    if customer and not (meant.number or row["Email"] or row["Phone"]) and moves_the_name(customer, details):
        details = {name: value for name, value in details.items() if name == "city"}
    customer = customer or Customer.objects.create(created_by=by)
    tags = {fold(tag): tag for tag in reversed([*tags_of(customer), *row["Tags"].split(",")]) if tag.strip()}
    lists = {
        "emails": list(dict.fromkeys([*emails_of(customer), *filter(None, [row["Email"]])])),
        "phones": list(dict.fromkeys([*phones_of(customer), *filter(None, [e164(row["Phone"])])])),
        "tags": list(tags.values()),
    }
    edit_customer(customer, details | lists, version=customer.version, by=by)
    if meant.number:
        ExternalId.objects.get_or_create(source="till", value=meant.number, defaults={"customer": customer})
    answer = row["Newsletter"]
    was_asked = customer.consents.exists()
    if answer == "no" or (answer == "yes" and not was_asked):
        record_consent(customer, Answer("email", "news", answer == "yes", "import till"), by=by)


def moves_the_name(customer, details):
    """The same words, but the last name is where the first one was."""
    parts = ("given_name", "family_name")
    return any(fold(getattr(customer, part)) != fold(details.get(part, "")) for part in parts)


@CALM
@given(rows=st.lists(ROW, max_size=6))
def test_customers_imported_equal_customers_typed_in(rows, mark):
    def typed():
        for row, meant in zip(rows, whom_rows_mean(rows), strict=True):
            type_in(row, mark, meant)
        return book_of_customers()

    def imported():
        run(
            as_csv(rows or [{"Customer ID": "", "First name": ""}]),
            mark,
            format_key="customers",
            source="till",
        )
        return book_of_customers()

    assert in_a_fresh_book(imported) == in_a_fresh_book(typed)


def a_row(**cells):
    return dict.fromkeys(COLUMNS, "") | {key.replace("_", " "): value for key, value in cells.items()}


# By the last row the e-mail of the two before is one more customer's: unclear only the second time.
A_TOWN_CHANGED_BACK = [
    a_row(Customer_ID="1"),
    a_row(Email="a@b.example", Phone="07700 900001", Town="Anna"),
    a_row(Email="a@b.example", Town="Bert"),
    a_row(Customer_ID="1", Email="a@b.example"),
]
# The phone tells nobody apart any more once the last row has said who else is called Bert.
A_NAME_GREW = [
    a_row(Phone="07700 900001", First_name="Anna"),
    a_row(Phone="07700 900001", First_name="Bert", Town="Bert"),
    a_row(Phone="07700 900001", First_name="Anna", Last_name="Bert"),
]
A_LAST_NAME_ALONE = [a_row(First_name="Anna"), a_row(Last_name="Anna")]
A_SHARED_EMAIL = [
    a_row(Customer_ID="1", Email="a@b.example"),
    a_row(Customer_ID="2", Email="a@b.example"),
    a_row(Email="a@b.example", Phone="07700 900001", Town="Anna"),
    a_row(Phone="07700 900001"),
]


@CALM
@example(rows=A_TOWN_CHANGED_BACK)
@example(rows=A_NAME_GREW)
@example(rows=A_LAST_NAME_ALONE)
@example(rows=A_SHARED_EMAIL)
@given(rows=st.lists(ROW, min_size=1, max_size=8))
def test_importing_customers_twice_is_importing_once(rows, mark):
    def twice():
        run(as_csv(rows), mark, format_key="customers", source="till")
        versions = sorted(Customer.objects.values_list("pk", "version"))
        once = book_of_customers(), versions
        again = run(as_csv(rows), mark, format_key="customers", source="till")
        after = book_of_customers(), sorted(Customer.objects.values_list("pk", "version"))
        return once == after, set(again.counts["rows"]) <= {"unchanged", "refused"}

    assert in_a_fresh_book(twice) == (True, True)


SALE = st.fixed_dictionaries(
    {
        "Order number": st.sampled_from(["1", "2", "3"]),
        "Product": st.sampled_from(["", "Tea", "Cup", "A; B", "Jam\\n"]),
        "SKU": st.sampled_from(["", "T1"]),
        "Quantity": st.sampled_from(["1", "2.5", "-1", "0.001"]),
        "Price": st.sampled_from(["1.50", "0.0015", "-2", "0", "1,234.5"]),
        "Discount": st.sampled_from(["", "0.25"]),
    }
)


def book_of_sales():
    lines = PurchaseLine.objects.order_by("purchase__external_id", "position")
    return (
        list(
            Purchase.objects.order_by("external_id").values_list(
                "external_id", "at", "total", "is_refund", "currency"
            )
        ),
        list(Purchase.objects.order_by("external_id").values_list("source", "customer__external_ids__value")),
        list(
            lines.values_list(
                "position", "product_code", "product_name", "quantity", "unit_price", "discount"
            )
        ),
        sorted(Interaction.objects.values_list("kind", "at", "text", "customer__external_ids__value")),
        book_of_customers(),
    )


def receipt(number, rows):
    lines = [
        Line(
            row["Product"],
            Decimal(row["Quantity"]),
            Decimal(row["Price"].replace(",", "")),
            product_code=row["SKU"],
            discount=Decimal(row["Discount"] or 0),
        )
        for row in rows
    ]
    total = sum(line.total for line in lines)
    at = datetime(2026, 7, int(number), 9, tzinfo=UTC)
    return Receipt(at, "GBP", lines, source="till", external_id=number, is_refund=total < 0)


@CALM
@given(rows=st.lists(SALE, min_size=1, max_size=8))
def test_sales_imported_equal_sales_written_down(rows, mark):
    def written():
        customer = Customer.objects.create()
        ExternalId.objects.create(customer=customer, source="till", value="A")
        for number in dict.fromkeys(row["Order number"] for row in rows):
            of_order = [row for row in rows if row["Order number"] == number]
            record_purchase(receipt(number, of_order), customer=None if number == "3" else customer, by=None)
        return book_of_sales()

    def imported():
        customer = Customer.objects.create()
        ExternalId.objects.create(customer=customer, source="till", value="A")
        full = [
            row
            | {
                "Date": f"2026-07-0{row['Order number']} 10:00",
                "Customer ID": "" if row["Order number"] == "3" else "A",
            }
            for row in rows
        ]
        run(as_csv(full), mark, source="till")
        once = book_of_sales()
        run(as_csv(full), mark, source="till")
        assert book_of_sales() == once
        return once

    assert in_a_fresh_book(imported) == in_a_fresh_book(written)
