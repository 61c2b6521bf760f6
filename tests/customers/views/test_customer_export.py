"""Customers as files: guarded for people, exact for programs, always written down."""

import csv
import io

import pytest

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from customers.actions.contact import tags_of
from customers.actions.custom_field import add_custom_field
from customers.actions.customer import create_customer
from customers.forms.custom_field import CustomFieldForm
from customers.importing.column_guess import guess_mapping
from customers.importing.customer_rows import CustomerReader, CustomerReading, CustomQuestion
from customers.importing.fields import fields_of
from customers.models import Customer, CustomField, QuickFact
from tests.web.walk import sign_in_a_moment_ago

PAGE = "/customers/export/"
ZED = {
    "given_name": "Zoë",
    "family_name": "=HYPERLINK(1)",
    "company": 'O\'Neill, "Sons"',
    "phones": ["+441632960010", "+441632960011"],
    "emails": ["zoe@example.org"],
    "birth_day": 29,
    "birth_month": 2,
    "tags": ["VIP", "Book club"],
    "country": "GB",
    "relationship": "community",
    "preferred_channel": "email",
    "card_code": "-17",
    "whereabouts": "Choir\nChess club",
    "custom": {"boot_size": "42.5", "member": True},
}


@pytest.fixture
def as_manager(client, mark):
    return sign_in_a_moment_ago(client, mark)


@pytest.fixture
def zed(shop, mark):
    CustomField.objects.create(key="boot_size", label="Boot size", kind="number")
    CustomField.objects.create(key="member", label="Member", kind="yes_no")
    zed = create_customer(ZED, by=None)
    for text in ("roses", "=tulips"):
        QuickFact.objects.create(customer=zed, kind="likes", text=text)
    for is_given in (False, True):
        record_consent(zed, Answer("email", "news", is_given, "counter", "May we?"), by=mark)
    return zed


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def entries():
    found = AuditEntry.objects.filter(verb__startswith="customer.exported").order_by("pk")
    return list(found.values_list("actor", "verb", "counts"))


def test_export_for_people_is_guarded_and_written_down(as_manager, zed, anna):
    response = as_manager.post(PAGE, {"list": "", "format": "spreadsheet"})

    first = rows_of(response)[0]
    assert first["Last name"] == "'=HYPERLINK(1)"
    assert first["Card code"] == "'-17"
    assert first["Birthday"] == "29 February"
    assert (first["Spent"], first["Purchases"], first["Boot size"], first["Member"]) == (
        "0",
        "0",
        "42.5",
        "yes",
    )
    assert 'filename="customers-20' in response.headers["Content-Disposition"]
    assert entries() == [("Mark", "customer.exported", {"customers": 2})]


def test_export_holds_only_those_who_match(as_manager, zed, anna):
    response = as_manager.post(PAGE, {"list": "relationship=community", "format": "spreadsheet"})

    assert [row["First name"] for row in rows_of(response)] == ["Zoë"]
    assert entries() == [("Mark", "customer.exported", {"customers": 1})]


def test_export_for_import_comes_back_word_by_word(as_manager, zed):
    row = rows_of(as_manager.post(PAGE, {"list": "", "format": "import"}))[0]

    headers = list(row)
    mapping = guess_mapping(headers, fields_of("customers", {"boot_size": "Boot size", "member": "Member"}))
    assert set(mapping) == set(headers)
    reading = CustomerReading(
        headers,
        mapping,
        channels={"email": "E-mail"},
        relationships={"community": "Community"},
        questions=[CustomQuestion("boot_size", "number"), CustomQuestion("member", "yes_no")],
    )
    read = CustomerReader(reading).read(1, list(row.values()))
    apart = {"phones", "emails", "tags", "custom"}
    assert read.details == {name: ZED[name] for name in ZED if name not in apart} | {"birth_year": None}
    assert (read.phones, read.emails, sorted(read.tags)) == (
        ZED["phones"],
        ZED["emails"],
        sorted(tags_of(zed)),
    )
    assert read.custom == ZED["custom"]
    assert read.facts == [("likes", "roses"), ("likes", "=tulips")]
    assert {key: answer for key, (answer, _asked) in read.answers.items()} == {("email", "news"): True}
    assert entries() == [("Mark", "customer.exported_for_import", {"customers": 1})]


def test_export_page_says_how_many_and_changes_nothing(as_manager, zed, anna):
    page = as_manager.get(PAGE, {"list": "relationship=community"}).content.decode()

    assert "Relationship: Community" in page
    assert ("<li>Zoë =HYPERLINK(1)</li>" in page, "Anna Bell" in page) == (True, False)
    assert entries() == []


def test_export_asks_for_the_password_again(client, mark, zed):
    client.force_login(mark)

    response = client.post(PAGE, {"list": "", "format": "import"})

    assert "/reauthenticate/" in response.headers["Location"]
    assert entries() == []


def test_export_of_a_list_nobody_understands_gives_nothing(as_manager, zed):
    response = as_manager.post(PAGE, {"list": "stage=everybody"})

    assert (response.status_code, entries()) == (302, [])


@pytest.mark.parametrize("who", ["mira", "sam", "vera"])
def test_export_is_for_managers(client, request, zed, who):
    sign_in_a_moment_ago(client, request.getfixturevalue(who))

    assert client.post(PAGE, {"list": ""}).status_code == 403


@pytest.mark.parametrize("customer_count", [1, 3])
def test_export_asks_the_same_number_of_questions(as_manager, zed, customer_count, django_assert_num_queries):
    for number in range(customer_count):
        create_customer({"family_name": f"P{number}", "phones": [f"+44163296000{number}"]}, by=None)
    as_manager.get(PAGE)

    with django_assert_num_queries(14):
        rows_of(as_manager.post(PAGE, {"list": "", "format": "spreadsheet"}))


QUESTIONS = ["Size", "Phone", "Town", "Height (cm)", "Email (2)", "=1+1", "Tags, or so"]


def ask(*labels):
    for label in labels:
        field = CustomFieldForm({"label": label, "kind": "text"})
        assert field.is_valid(), field.errors
        add_custom_field(field.key, label=field.cleaned_data["label"], kind="text", by=None)
    return {label: key for key, label in CustomField.objects.values_list("key", "label")}


def test_a_question_called_like_a_column_of_ours_does_not_take_its_place(as_manager, zed):
    key = ask("Phone")["Phone"]
    Customer.objects.filter(pk=zed.pk).update(custom={key: "in the evening"})

    row = rows_of(as_manager.post(PAGE, {"list": "", "format": "spreadsheet"}))[0]

    assert row["Phone"] == f"'{', '.join(ZED['phones'])}"
    assert row["Phone (own question)"] == "in the evening"


def test_answers_to_questions_of_any_name_come_back(as_manager, zed):
    keys = ask(*QUESTIONS)
    custom = {key: f"said to {label}" for label, key in keys.items() if label in QUESTIONS}
    Customer.objects.filter(pk=zed.pk).update(custom=custom)
    QuickFact.objects.create(customer=zed, kind="size", text="42")
    zed.emails.create(address="second@example.org")

    row = rows_of(as_manager.post(PAGE, {"list": "", "format": "import"}))[0]

    labels = {key: label for label, key in keys.items()}
    mapping = guess_mapping(list(row), fields_of("customers", labels))
    read = {key: row[header] for header, key in mapping.items()}
    assert {key: read[f"custom:{key}"] for key in custom} == custom
    emails = [row[header] for header, meaning in mapping.items() if meaning == "email"]
    assert sorted(emails) == sorted([*ZED["emails"], "second@example.org"])
    assert (read["city"], read["size"]) == (ZED.get("city", ""), "42")
