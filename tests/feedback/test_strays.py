"""What somebody told us without being known is theirs by the address: given to them, and goes with them."""

from pathlib import Path

import pytest
from django.utils import timezone

from crm.shop.models import StoredFile
from customers.actions.customer import create_customer
from customers.actions.erasure import erase_now
from customers.actions.merge import merge_customers
from customers.forgetting.preview import preview_of
from customers.models import Because
from customers.personal_file.gathering import gather
from engagement.actions.suppression import suppress
from engagement.models import Enquiry, InboundMail, Message, SuppressionReason, SuppressionScope
from feedback.actions.complaint import Taken, take_complaint
from feedback.models import Complaint, ComplaintFile
from tests.canaries import WORD, where_it_is
from tests.customers.actions.test_erasure import bring_in


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"


@pytest.fixture
def quagga(shop):
    return create_customer({"given_name": WORD, "emails": [f"{WORD}@example.org"]}, by=None)


@pytest.fixture
def complaint(quagga, mira, settings):
    """Of somebody who left their address only, with a picture."""
    told = take_complaint(Taken(f"{WORD}-story", contact_email=f"{WORD}@example.org"), by=mira)
    stored = StoredFile.objects.create(name=f"{WORD}.jpg", path="complaints/1", size=1, sha256="0" * 64)
    path = Path(settings.MEDIA_ROOT) / stored.path
    path.parent.mkdir(parents=True)
    path.write_text(f"{WORD}-picture")
    ComplaintFile.objects.create(complaint=told, stored=stored, added_by=mira)
    return told


def everything_told(customer):
    whole = gather(customer)
    return str(whole.sections) + str([(file.name, file.read()) for file in whole.files])


def test_a_complaint_by_their_address_is_in_their_file_with_its_picture(quagga, complaint):
    Complaint.objects.filter(pk=complaint.pk).update(customer=None)

    told = everything_told(quagga)

    for word in ("story", "picture"):
        assert f"{WORD}-{word}" in told


def test_a_complaint_by_their_address_goes_with_its_picture(quagga, complaint, olga, tmp_path):
    Complaint.objects.filter(pk=complaint.pk).update(customer=None)
    assert "Files that belong to your complaints" in {row.title for row in preview_of(quagga).going}

    erase_now(quagga, because=Because.ASKED, by=olga)

    assert where_it_is() == set()
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_mail_and_questions_by_their_address_are_in_their_file(quagga):
    address, now = f"{WORD}@Example.org".title(), timezone.now()
    asked = dict.fromkeys(("received_at", "waiting_since", "answer_by"), now)
    Enquiry.objects.create(sender_email=address, question=f"{WORD}-question", channel="email", **asked)
    InboundMail.objects.create(message_id="a", from_email=address, text=f"{WORD}-letter", received_at=now)
    sent = {"message_class": "transactional", "purpose": "x", "message_id": "x", "not_before": now}
    Message.objects.create(dedupe_key="x", to_email=address, own_body=f"{WORD}-answer", **sent)

    told = everything_told(quagga)

    for word in ("question", "letter", "answer"):
        assert f"{WORD}-{word}" in told


@pytest.mark.parametrize(
    ("typed", "is_theirs"),
    [("01632 960-001", True), ("+44 (0)1632/960001", True), ("+441632960001", True), ("01632 960002", False)],
)
def test_a_question_or_complaint_by_their_phone_is_theirs_however_it_is_written(
    anna, mira, olga, typed, is_theirs
):
    told = take_complaint(Taken("It leaks.", contact_phone=typed, contact_name=WORD), by=mira)
    Complaint.objects.filter(pk=told.pk).update(customer=None, contact_phone=typed)
    asked = dict.fromkeys(("received_at", "waiting_since", "answer_by"), timezone.now())
    Enquiry.objects.create(sender_phone=typed, question=f"{WORD}-question", channel="phone", **asked)

    assert (f"{WORD}-question" in everything_told(anna)) == is_theirs
    erase_now(anna, because=Because.ASKED, by=olga)

    left = (Complaint.objects.count(), Enquiry.objects.count())
    assert left == ((0, 0) if is_theirs else (1, 1))


def test_that_we_do_not_write_to_an_address_and_why_is_in_their_file(quagga):
    suppress(
        f"{WORD}@example.org",
        reason=SuppressionReason.MANUAL,
        scope=SuppressionScope.EVERYTHING,
        source="counter",
        note=f"{WORD}-note",
        by=None,
    )

    sections = {section.key: section for section in gather(quagga).sections}

    assert f"{WORD}-note" in sections["suppression"].rows[0]
    assert "Set by hand" in sections["suppression"].rows[0]


def test_a_refused_row_that_names_them_is_in_their_file(quagga):
    bring_in("", quagga).rows.filter(number=3).update(cells=[f"{WORD}@EXAMPLE.org", f"{WORD}-cell"])

    assert f"{WORD}-cell" in everything_told(quagga)


def test_what_another_record_of_theirs_said_is_in_their_file(shop):
    other = create_customer({"given_name": "Lily", "city": f"{WORD}-city", "custom": {"size": "XL"}}, by=None)
    lily = create_customer({"given_name": "Lily", "city": "Hull"}, by=None)
    merge_customers(lily, other, choices={}, by=None)

    told = {section.key: section for section in gather(lily).sections}["merge"]

    assert ["town", f"{WORD}-city"] in told.rows
    assert told.raw[0]["custom"] == {"size": "XL"}
