"""The same rows, typed one by one and imported, leave the same book; importing twice is importing once."""

import re
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from customers.actions.consent import Answer, record_consent
from customers.actions.contact import emails_of, phones_of, tags_of
from customers.actions.customer import edit_customer
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.cleaning import fold
from customers.models import Customer, ExternalId, Interaction, Purchase, PurchaseLine
from tests.customers.actions.import_files import as_csv, book_of_customers, run

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


def find(row, shared):
    """Whom a colleague would pick: by number, then e-mail, then phone, unless several people give it."""
    by_number = Customer.objects.filter(external_ids__value=row["Customer ID"] or "none")
    by_email = Customer.objects.filter(emails__address=row["Email"] or "none")
    by_phone = Customer.objects.filter(phones__number=e164(row["Phone"]) or "none")
    if by_number:
        return by_number[0]
    if by_email.count() == 1 and row["Email"] not in shared:
        return by_email[0]
    if by_phone.count() == 1 and row["Phone"] not in shared and not is_another(by_phone[0], row):
        return by_phone[0]
    is_bare = not (row["Customer ID"] or row["Email"] or row["Phone"])
    bare = (
        Customer.objects.filter(emails=None, phones=None, external_ids=None)
        if is_bare
        else Customer.objects.none()
    )
    return bare.filter(sort_key=fold(f"{row['Last name']} {row['First name']}")).first()


def is_another(customer, row):
    """Not one word of the two names is the same."""
    ours = set(re.findall(r"\w+", customer.sort_key))
    theirs = set(re.findall(r"\w+", fold(f"{row['First name']} {row['Last name']}")))
    return bool(ours and theirs and not ours & theirs)


def given_by_several(rows):
    """E-mails that rows with two numbers give, and phones that two people give."""
    emails, phones = defaultdict(set), defaultdict(set)
    for row in rows:
        emails[row["Email"]].add(row["Customer ID"])
        phones[row["Phone"]].add(row["Customer ID"] or row["Email"])
    return {key for owners in (emails, phones) for key, who in owners.items() if key and len(who - {""}) > 1}


def e164(number):
    return number.replace("0", "+44", 1).replace(" ", "")


def is_ambiguous(row, shared):
    is_shared_email = (
        row["Email"] in shared or Customer.objects.filter(emails__address=row["Email"] or "none").count() > 1
    )
    by_phone = Customer.objects.filter(phones__number=e164(row["Phone"]) or "none")
    is_shared_phone = (
        row["Phone"] in shared
        or by_phone.count() > 1
        or any(is_another(customer, row) for customer in by_phone)
    )
    has_own_email = row["Email"] and not is_shared_email
    is_nobody = not row["Customer ID"] and not has_own_email and find(row, shared) is None
    return (is_shared_email or is_shared_phone) and is_nobody


def type_in(row, by, shared):
    """One row, through the same actions as the page."""
    details = {"given_name": row["First name"], "family_name": row["Last name"], "city": row["Town"]}
    details = {name: value for name, value in details.items() if value}
    if is_ambiguous(row, shared) or not (
        row["Customer ID"] or row["Email"] or row["Phone"] or {"given_name", "family_name"} & set(details)
    ):
        return
    customer = find(row, shared) or Customer.objects.create(created_by=by)
    tags = {fold(tag): tag for tag in reversed([*tags_of(customer), *row["Tags"].split(",")]) if tag.strip()}
    lists = {
        "emails": list(dict.fromkeys([*emails_of(customer), *filter(None, [row["Email"]])])),
        "phones": list(dict.fromkeys([*phones_of(customer), *filter(None, [e164(row["Phone"])])])),
        "tags": list(tags.values()),
    }
    edit_customer(customer, details | lists, version=customer.version, by=by)
    if row["Customer ID"]:
        ExternalId.objects.get_or_create(
            source="till", value=row["Customer ID"], defaults={"customer": customer}
        )
    answer = row["Newsletter"]
    was_asked = customer.consents.exists()
    if answer == "no" or (answer == "yes" and not was_asked):
        record_consent(customer, Answer("email", "news", answer == "yes", "import till"), by=by)


@CALM
@given(rows=st.lists(ROW, max_size=6))
def test_customers_imported_equal_customers_typed_in(rows, mark):
    def typed():
        for row in rows:
            type_in(row, mark, given_by_several(rows))
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


@CALM
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
