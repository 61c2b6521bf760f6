"""Whoever is forgotten is found nowhere any more, and the sums of the shop are as they were."""

import gzip
import io
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry, IdempotencyKey, StoredFile
from customers.actions.customer import create_customer, edit_customer
from customers.actions.erasure import ask_to_erase, carry_out, erase_now
from customers.actions.figures import refresh_figures
from customers.actions.household import leave_household, live_together
from customers.erasure_ledger import read_ledger
from customers.forgetting.leaving import NotYet
from customers.forgetting.said_in_file import BLOCK
from customers.models import (
    Because,
    BulkChange,
    Customer,
    DataImport,
    Erasure,
    Household,
    ImportedCustomer,
    ImportRow,
    MendedCell,
    Purchase,
    Sign,
)
from customers.tasks import go_on_erasing
from engagement.addresses import address_hash
from engagement.models import Enquiry, Message, PublicLink, Suppression
from metrics.models import Uncounted
from tests.canaries import WORD, fill, where_it_is

# What stays, and why it is nobody's.
STAYS = {
    "customers_purchase.external_id",  # of a receipt in the books: brought in again, it is known
    "customers_purchase.source",  # which till or web shop
    "customers_purchaseline.product_code",  # the shop's catalogue
    "customers_purchaseline.category",
    "engagement_voucher.code",  # money owed to whoever holds it
    "engagement_voucher.cause",  # a key of ours
    "engagement_voucher.currency",
    "customers_purchase.currency",
}


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def quagga(olga):
    """Somebody who fills every column of every table, with files, and whose history is real."""
    customer = create_customer(
        {
            "given_name": f"{WORD}-given",
            "phones": ["+441632960099"],
            "emails": [f"{WORD}@example.org"],
            "custom": {"size": f"{WORD}-custom"},
        },
        by=olga,
    )
    edit_customer(customer, {"city": f"{WORD}-city"}, version=1, by=olga)
    customer.refresh_from_db()
    fill(customer)
    return customer


def write_file(name: str, content: str) -> Path:
    from django.conf import settings

    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_nothing_of_an_erased_customer_is_found_anywhere(quagga, olga, tmp_path):
    for stored in StoredFile.objects.all():
        write_file(stored.path, WORD)
    brought = bring_in(f"name;mail\n{WORD};{WORD}@EXAMPLE.org\n", quagga)
    Enquiry.objects.create(sender_email=f"{WORD}@example.org", question=WORD, channel="email", **now())
    told_to_a_program(olga, f'{{"id": {quagga.pk}, "given_name": "{WORD}"}}')
    assert len(where_it_is()) > 90

    erase_now(quagga, because=Because.ASKED, by=olga)

    assert where_it_is() - STAYS == set()
    assert [
        path for path in (tmp_path / "files").rglob("*") if path.is_file() and WORD in path.read_text()
    ] == []
    assert WORD not in Path(tmp_path / "erasures.ledger").read_text()
    assert brought.rows.get(number=2).customer_id is None


def now():
    return dict.fromkeys(("received_at", "waiting_since", "answer_by"), timezone.now())


def told_to_a_program(olga, answer):
    from crm.shop.models import ApiToken

    token = ApiToken.objects.create(name="till", prefix="x", digest="x", scopes=[], created_by=olga)
    IdempotencyKey.objects.create(token=token, key="1", fingerprint="f", status=201, answer=answer)


def bring_in(text, customer, *, state="applied"):
    write_file("imports/1", text)
    file = StoredFile.objects.create(name="people.csv", path="imports/1", size=1, sha256="0" * 64)
    counts = {"rows": {"refused": 1}, "samples": {"refused": [{"cells": [WORD]}]}}
    brought = DataImport.objects.create(file=file, state=state, counts=counts)
    ImportRow.objects.create(
        data_import=brought, number=2, outcome="updated", customer_id=customer.pk, changes=[WORD]
    )
    email = customer.emails.first().address
    ImportRow.objects.create(
        data_import=brought, number=3, outcome="refused", cells=[email, WORD], reason=WORD
    )
    MendedCell.objects.create(data_import=brought, number=3, position=1, text=WORD)
    before = {"city": WORD}
    ImportedCustomer.objects.create(data_import=brought, customer_id=customer.pk, before=before)
    return brought


def test_sales_stay_without_the_person_and_days_are_counted_again(anna, bert, olga):
    common = {"at": timezone.now(), "currency": "GBP", "source": "till"}
    for customer, name in ((anna, "Teapot"), (bert, "Teapot"), (anna, "Cup, engraved for Lily")):
        sold = Purchase.objects.create(customer=customer, total=30, **common)
        sold.lines.create(position=1, product_name=name, category="Tea", quantity=1, unit_price=30)
    refresh_figures([anna.pk, bert.pk])
    Uncounted.objects.all().delete()
    number = anna.pk

    erase_now(anna, because=Because.ASKED, by=olga)

    assert list(Sign.objects.values_list("name", flat=True)) == ["Teapot"]
    sold = Purchase.objects.filter(customer=None)
    assert [purchase.total for purchase in sold] == [30, 30]
    assert {line.product_name for purchase in sold for line in purchase.lines.all()} == {"Teapot", ""}
    assert Uncounted.objects.filter(customer_number=number).exists()
    assert Uncounted.objects.filter(on=timezone.localdate()).exists()


def test_they_are_never_written_to_again(anna, olga):
    mail = waiting_mail(anna)

    erase_now(anna, because=Because.ASKED, by=olga)

    assert not Message.objects.filter(pk=mail.pk).exists()
    listed = Suppression.objects.get(address_hash=address_hash("Anna@Example.org "))
    assert (listed.reason, listed.scope, listed.address_hint) == ("erasure", "unasked", "")


def waiting_mail(customer, **more):
    values = {
        "dedupe_key": "x",
        "message_class": "marketing",
        "purpose": "x",
        "message_id": "x",
        "not_before": timezone.now(),
    }
    return Message.objects.create(customer=customer, **values | more)


def test_an_address_that_somebody_else_has_too_is_still_theirs(anna, bert, olga):
    bert.emails.create(address="anna@example.org")

    erase_now(anna, because=Because.ASKED, by=olga)

    assert not Suppression.objects.exists()


def test_a_mail_that_is_leaving_is_waited_for_and_the_clock_goes_on(anna, olga):
    minute = timezone.timedelta(minutes=1)
    mail = waiting_mail(anna, state="sending", lease_until=timezone.now() + minute)

    erasure = erase_now(anna, because=Because.ASKED, by=olga)
    assert Customer.objects.filter(pk=anna.pk).exists()
    mail.state, mail.lease_until = "sent", None
    mail.save()
    go_on_erasing()

    erasure.refresh_from_db()
    assert erasure.done_at
    assert not Customer.objects.filter(pk=anna.pk).exists()


def test_whoever_is_killed_in_the_middle_goes_on(anna, olga, monkeypatch):
    path = write_file("imports/1", "x")
    bring_in("x", anna)
    monkeypatch.setattr(Path, "unlink", killed)
    with pytest.raises(KeyboardInterrupt):
        erase_now(anna, because=Because.ASKED, by=olga)
    monkeypatch.undo()
    assert path.exists()
    assert read_ledger() == []

    go_on_erasing()

    assert not path.exists()
    assert [line.number for line in read_ledger()] == [anna.pk]
    assert not Erasure.objects.unfinished().exists()


def killed(*_args, **_more):
    raise KeyboardInterrupt


def test_erasing_twice_is_erasing_once(anna, olga):
    erasure = erase_now(anna, because=Because.ASKED, by=olga)

    carry_out(erasure)
    go_on_erasing()

    assert AuditEntry.objects.filter(verb="customer.erased").count() == 1
    assert len(read_ledger()) == 1
    entry = AuditEntry.objects.get(verb="customer.erased")
    assert (entry.about, entry.actor) == (f"customers.customer:{erasure.customer_number}", "Olga")


def test_a_file_that_would_bring_them_back_is_discarded(anna, olga):
    waits = bring_in("anna@example.org", anna, state="ready")

    erase_now(anna, because=Because.ASKED, by=olga)

    waits.refresh_from_db()
    assert waits.state == "discarded"


def workbook(text):
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Email"])
    book.active.append([text])
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "as_file",
    [
        workbook,
        lambda text: gzip.compress(f"Email\n{text}\n".encode()),
        lambda text: f"Email\n{text}\n".encode("utf-16"),
        lambda text: b"x" * (BLOCK - 5) + text.encode(),
    ],
    ids=["workbook", "packed", "utf-16", "large"],
)
def test_a_file_that_would_bring_them_back_is_known_however_it_is_written(anna, olga, as_file):
    waits = bring_in("", anna, state="ready")
    waits.rows.all().delete()
    path = write_file(waits.file.path, "")
    path.write_bytes(as_file("ANNA@example.org"))

    erase_now(anna, because=Because.ASKED, by=olga)

    waits.refresh_from_db()
    assert (waits.state, path.exists()) == ("discarded", False)


@pytest.mark.parametrize(
    ("said", "is_theirs"),
    [
        ("07700 900001", True),
        ("+44 (0) 7700-900 001", True),
        ("0044.7700.900001", True),
        ("07700 900002", False),
        ("07700\n900001", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_with_their_phone_alone_is_discarded_however_it_is_parted(
    anna, bert, olga, said, is_theirs, encoding
):
    anna.phones.create(number="+447700900001")
    waits = bring_in("", anna, state="ready")
    waits.rows.all().delete()
    write_file(waits.file.path, "").write_bytes(f"Phone\n{said}\n".encode(encoding))

    erase_now(anna, because=Because.ASKED, by=olga)

    waits.refresh_from_db()
    assert (waits.state == "discarded") == is_theirs


def test_a_file_into_which_somebody_typed_their_address_is_discarded(anna, olga):
    waits = bring_in("Email\nnowhere\n", anna, state="ready")
    waits.rows.all().delete()
    MendedCell.objects.filter(data_import=waits).update(text=" Anna@Example.org ")

    erase_now(anna, because=Because.ASKED, by=olga)

    waits.refresh_from_db()
    assert waits.state == "discarded"


def test_a_file_that_is_damaged_keeps_nobody_from_being_forgotten(anna, olga):
    damaged = bring_in("", anna, state="failed")
    damaged.rows.all().delete()
    write_file(damaged.file.path, "").write_bytes(gzip.compress(b"x" * 5_000)[:-20])

    assert erase_now(anna, because=Because.ASKED, by=olga).done_at


def test_a_household_is_not_called_after_who_is_forgotten_and_goes_with_the_last(anna, bert, quagga, olga):
    for person in (quagga, anna):
        live_together(person, with_whom=bert, by=olga)
    assert WORD in Household.objects.get().name

    erase_now(quagga, because=Because.ASKED, by=olga)

    home = Household.objects.get()
    assert home.name == f"{anna} & {bert}"
    assert where_it_is() - STAYS == set()  # nor does the history of the others say so
    for person in (anna, bert):
        erase_now(person, because=Because.ASKED, by=olga)
    assert not Household.objects.exists()


def test_a_household_of_a_name_that_others_have_too_keeps_it(anna, bert, olga):
    for person, name in ((anna, "Bell"), (bert, "Bell")):
        edit_customer(
            person, {"family_name": name, "household": "The Bells"}, version=person.version, by=olga
        )

    erase_now(anna, because=Because.ASKED, by=olga)

    assert Household.objects.get().name == "The Bells"


def test_a_household_they_have_left_is_not_called_after_them_either(anna, bert, olga):
    live_together(anna, with_whom=bert, by=olga)
    anna.refresh_from_db()
    leave_household(anna, by=olga)

    erase_now(anna, because=Because.ASKED, by=olga)

    assert Household.objects.get().name == str(bert)


def test_a_file_at_work_is_waited_for(anna, olga):
    bring_in("x", anna, state="applying")
    erasure = ask_to_erase(anna, because=Because.ASKED, by=olga)

    with pytest.raises(NotYet):
        carry_out(erasure)


def test_links_of_an_erased_customer_open_nothing(client, anna, olga):
    from engagement.public_links import make_link

    address = make_link("preferences", customer=anna)
    assert client.get(address).status_code == 200

    erase_now(anna, because=Because.ASKED, by=olga)

    assert not PublicLink.objects.exists()
    answer = client.get(address)
    assert answer.status_code in {404, 410}
    assert "This link leads nowhere" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "is_theirs"),
    [
        ("bell anna", True),
        ("anna@example.org", True),
        ("01632 960001", True),
        ("bert", False),
        ("01632", False),
    ],
)
def test_a_change_to_many_does_not_keep_the_search_for_them(anna, olga, typed, is_theirs):
    query = urlencode({"q": typed, "stage": "retention"})
    change = BulkChange.objects.create(
        kind="tag", query=query, matched=1, expected=1, by=olga, done_at=timezone.now()
    )

    erase_now(anna, because=Because.ASKED, by=olga)

    change.refresh_from_db()
    assert change.query == ("stage=retention" if is_theirs else query)
