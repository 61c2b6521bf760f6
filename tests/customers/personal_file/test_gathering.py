"""Nothing we hold on somebody is forgotten when they ask for it."""

import json
import re
import zipfile
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from crm.shop.models import StoredFile
from crm.shop.relations import models_hanging_on
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.stage import replay_stages
from customers.models import Customer, CustomField, DataImport, ImportRow, Revision
from customers.personal_file.gathering import gather
from customers.personal_file.parcel import pack
from customers.personal_file.sections import all_told, is_thought_of, kept_back
from customers.personal_file.values import MONEY
from tests.canaries import fill, text_of


def test_every_table_that_hangs_on_a_customer_is_given_or_kept_back_for_a_reason():
    forgotten = [model._meta.label for model in models_hanging_on(Customer) if not is_thought_of(model)]

    assert forgotten == []
    assert all(len(reason) > 20 for reason in kept_back().values())


def test_every_column_has_a_word_or_a_reason():
    nameless = [
        f"{told.model._meta.label}.{column.name}"
        for told in all_told()
        for column in told.columns()
        if not told.is_called(column)
    ]

    assert nameless == []


def test_every_number_with_decimals_is_money_or_known_to_be_none():
    others = {
        f"{told.model._meta.label}.{column.name}"
        for told in all_told()
        for column in told.columns()
        if column.get_internal_type() == "DecimalField" and column.name not in MONEY
    }

    assert others == {"customers.PurchaseLine.quantity"}


def test_sums_have_their_currency_and_phones_their_spaces_only_for_people(anna, mira):
    lines = [Line(product_name="Wool", quantity=Decimal("1.5"), unit_price=Decimal("9.125"))]
    record_purchase(Receipt(at=anna.created_at, lines=lines, currency="EUR"), customer=anna, by=mira)
    anna.refresh_from_db()

    sections = {section.key: section for section in gather(anna).sections}

    said = {key: dict(section.first_rows[0]) for key, section in sections.items()}
    assert said["purchase"]["total"] == "€13.69"
    assert (said["purchaseline"]["unit price"], said["purchaseline"]["quantity"]) == ("€9.125", "1.5")
    assert said["customer"]["spent"] == "£0.00"
    assert said["phone"]["number"] == "01632 960001"
    assert (sections["purchase"].raw[0]["total"], sections["phone"].raw[0]["number"]) == (
        "13.6875",
        "+441632960001",
    )


def test_every_day_is_written_in_one_way(anna):
    CustomField.objects.create(key="member", label="Member since", kind="day")
    Customer.objects.filter(pk=anna.pk).update(custom={"member": "2025-03-16"})
    changes = {"city": [None, "Bath"], "custom.member": ["2024-01-05", "2025-03-16"]}
    Revision.objects.create(
        customer=anna, about="x", field="seen", before="2024-01-05T10:30:00+00:00", after="2024-13-45"
    )
    file = StoredFile.objects.create(name="people.csv", path="people.csv", size=1)
    brought = DataImport.objects.create(file=file)
    ImportRow.objects.create(
        data_import=brought, number=1, outcome="updated", customer_id=anna.pk, changes=changes
    )
    anna.refresh_from_db()

    with translation.override("en-gb"):
        shown = {section.key: section.rows for section in gather(anna).sections}
    words = json.dumps(shown)

    assert "Member since: 16 March 2025" in words
    assert "5 January 2024, 10:30" in words
    assert re.findall(r"20\d\d-\d\d-\d\d", words) == ["2024-13-45"]  # no day


def test_page_to_take_home_has_no_empty_columns_and_reasons_as_sentences(anna, mira):
    for days in (1, 2):
        lines = [Line(product_name="Wool", quantity=Decimal(1), unit_price=Decimal(5))]
        receipt = Receipt(at=anna.created_at - timedelta(days=days), lines=lines, currency="GBP")
        record_purchase(receipt, customer=anna, by=mira)
    replay_stages([anna.pk])

    archive = zipfile.ZipFile(pack(anna, gather(anna), shop_name="The Corner Shop"))
    page = archive.read("everything.html").decode()

    bought = page.partition("<h2>What you bought</h2>")[2].partition("</table>")[0]
    assert "total</th>" in bought
    assert "void since" not in bought
    assert '<th scope="row" align="left">first name</th><td>Anna</td>' in page
    assert "Bought for the first time" in page


def test_everything_a_customer_is_given_holds_every_text_of_theirs(anna, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rows = fill(anna)

    whole = gather(anna)

    written = json.dumps([section.raw for section in whole.sections]) + str(whole.sections)
    for told in all_told():
        for column in told.columns():
            text = text_of(rows[told.model], column)
            assert not text or text in written, f"{told.model._meta.label}.{column.name}"


@pytest.mark.parametrize("times", [1, 3])
def test_gathering_asks_a_fixed_number_of_questions(anna, times):
    for _ in range(times):
        anna.purchases.create(at=anna.created_at, total=1, currency="GBP")
        anna.interactions.create(kind="visit", at=anna.created_at)
        anna.revisions.create(about="customers.customer:1", field="city", before="a", after="b")

    with CaptureQueriesContext(connection) as asked:
        gather(anna)

    # And the shop; which addresses and numbers only they have; rows of files; another record; a list of ours.
    assert len(asked) == len(list(all_told())) + 19


def test_the_parcel_holds_a_page_tables_json_and_files_under_harmless_names(anna, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rows = fill(anna)
    stored = next(row for model, row in rows.items() if model.__name__ == "ComplaintFile").stored
    stored.name, stored.path = "../../evil.jpg", "complaints/1"
    stored.save()
    (tmp_path / "complaints").mkdir()
    Path(tmp_path / "complaints/1").write_bytes(b"a picture")
    anna.whereabouts = "=cmd()"
    anna.save()

    archive = zipfile.ZipFile(BytesIO(pack(anna, gather(anna), shop_name="The Corner Shop").read()))

    names = set(archive.namelist())
    picture = next(name for name in names if name.endswith("evil.jpg"))
    assert ".." not in picture
    assert archive.read(picture) == b"a picture"
    assert "The Corner Shop" in archive.read("everything.html").decode()
    assert "'=cmd()" in archive.read("tables/customer.csv").decode()
    assert (
        json.loads(archive.read("everything.json"))["tables"]["customer"]["rows"][0]["whereabouts"]
        == "=cmd()"
    )
