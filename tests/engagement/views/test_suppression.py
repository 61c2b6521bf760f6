"""The list of addresses that are not written to, in the hands of the owner."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.shop.models import AuditEntry
from customers.actions.consent import Answer, record_consent
from engagement.actions.suppression import suppress
from engagement.addresses import address_hash
from engagement.models import Suppression

LIST = "/mail/not-written-to/"
ADD = {"address": "Anna@example.org", "scope": "unasked", "note": "Rang and asked us to stop"}


@pytest.fixture
def as_owner(client, olga):
    client.force_login(olga)
    return client


def put(address="anna@example.org", **more) -> Suppression:
    values = {"reason": "manual", "scope": "unasked", "source": "test", "by": None}
    return suppress(address, **(values | more))


def bring(client, content, name="list.csv"):
    return client.post(f"{LIST}file/", {"file": SimpleUploadedFile(name, content)})


def test_suppression_add_twice_is_one_address(as_owner):
    for _ in range(2):
        assert as_owner.post(f"{LIST}new/", ADD).status_code == 302

    assert Suppression.objects.get().address_hash == address_hash("anna@example.org")
    assert list(AuditEntry.objects.values_list("actor", "verb")) == [("Olga", "suppression.added")]


@pytest.mark.parametrize("wrong", [{"address": "anna"}, {"scope": "x"}, {"note": ""}])
def test_suppression_add_of_something_else_comes_back(as_owner, wrong):
    assert as_owner.post(f"{LIST}new/", ADD | wrong).status_code == 422
    assert Suppression.objects.count() == 0


def test_suppression_list_is_found_by_the_address_alone(as_owner):
    put()
    put("bert@example.org")

    page = as_owner.get(LIST, {"address": "ANNA@example.org"}).content.decode()

    assert ("a…@example.org" in page, "b…@example.org" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_suppression_list_asks_the_same_number_of_questions(as_owner, count, django_assert_num_queries):
    for number in range(count):
        put(f"p{number}@example.org")
    as_owner.get(LIST)

    with django_assert_num_queries(4):
        as_owner.get(LIST)


def test_suppression_lift_takes_the_yes_in_the_same_step(as_owner, anna, olga):
    row = put()
    said = {"topic": "news", "wording": "May we write again?", "address": "anna@example.org"}

    refused = as_owner.post(f"{LIST}{row.pk}/lift/", {"because": "She rang"})
    done = as_owner.post(f"{LIST}{row.pk}/lift/", {"because": "She rang"} | said)

    row.refresh_from_db()
    assert (refused.status_code, done.status_code, row.lifted_by) == (422, 302, olga)
    assert anna.consents.get().wording == "May we write again?"


def test_suppression_lift_counts_a_yes_that_is_said_once_more(as_owner, anna):
    before = Answer("email", "news", True, "At the counter", "May we write?")
    record_consent(anna, before, by=None)
    row = put()
    said = {"because": "x", "topic": "news", "wording": "May we write?", "address": "anna@example.org"}

    answers = [as_owner.post(f"{LIST}{row.pk}/lift/", said) for _turn in range(2)]

    row.refresh_from_db()
    assert ([each.status_code for each in answers], row.lifted_because) == ([302, 302], "x")
    assert anna.consents.count() == 2


def test_suppression_says_when_an_address_is_not_on_the_list(as_owner):
    assert "not on the list" in as_owner.get(LIST, {"address": "anna@example.org"}).text
    assert "not on the list" not in as_owner.get(LIST).text


def test_suppression_lift_needs_the_very_address(as_owner, anna):
    row = put("somebody@example.org")
    said = {"because": "x", "topic": "news", "wording": "May we?", "address": "anna@example.org"}

    assert as_owner.post(f"{LIST}{row.pk}/lift/", said).status_code == 422
    assert anna.consents.count() == 0


@pytest.mark.parametrize("door", ["new/", "file/", "export/", "1/lift/"])
def test_suppression_is_changed_by_the_owner_alone(client, mark, door):
    client.force_login(mark)

    assert client.post(LIST + door, ADD).status_code == 403
    assert client.get(LIST).status_code == 200


def test_suppression_list_comes_back_from_its_own_file(as_owner):
    put()
    put("=cmd@example.org", scope="everything", reason="complaint")

    taken = as_owner.post(f"{LIST}export/")
    content = b"".join(taken.streaming_content)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    Suppression.objects.all().delete()
    for _ in range(2):
        bring(as_owner, content)

    assert [row["address"] for row in rows] == ["a…@example.org", "'=…@example.org"]
    stood = Suppression.objects.order_by("pk").values_list("address_hash", "scope", "reason")
    assert list(stood) == [
        (address_hash("anna@example.org"), "unasked", "manual"),
        (address_hash("=cmd@example.org"), "everything", "complaint"),
    ]


def test_suppression_import_says_which_lines_it_did_not_understand(as_owner):
    content = b"E-Mail;Name\nanna@example.org;Anna\nnobody;x\n\nBERT@example.org;Bert\n"

    page = as_owner.post(
        f"{LIST}file/", {"file": SimpleUploadedFile("list.csv", content)}, follow=True
    ).content.decode()

    assert "2 addresses are new." in page
    assert "Lines we did not understand: 3" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfea\x00n\x00", "no text in UTF-8"),
        (b"PK\x03\x04\x00\x00", "no list of addresses"),
        (b"address\n", "no address in this file"),
        (b"a@b.example\n" * 100_001, "More than 100,000 lines"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_suppression_import_refuses_clearly(as_owner, content, words):
    answer = bring(as_owner, content)

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Suppression.objects.count() == 0
