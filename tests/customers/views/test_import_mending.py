"""Wrong cells are typed anew where they are shown, and the file is read with them."""

import pytest

from crm.shop.models import AuditEntry
from customers.actions import data_import as imports
from customers.actions import import_mending
from customers.actions.import_running import apply_import, preview_import
from customers.models import Customer, ImportState, MendedCell, Purchase
from tests.customers.actions.import_files import bring, nothing
from tests.customers.views.test_data_import import work

PEOPLE = b"Name,Email,Note\nAnna,anna@b.example,\nBert,nowhere,tea\n,,nobody\n"
ORDERS = b"Order number,Date,Price,Product\n1,1.7.2026,2.50,Tea\n1,1.7.2026,much,Cup\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def managed(client, mark):
    client.force_login(mark)
    return client


@pytest.fixture
def people(mark):
    return preview_import(bring(PEOPLE, mark), progress=nothing)


def applied(data_import, by):
    data_import.refresh_from_db()
    return apply_import(imports.start_import(data_import, by=by), progress=nothing)


def test_wrong_cell_is_typed_anew_in_the_preview_without_script(managed, people, mark):
    shown = managed.get(f"/imports/{people.pk}/preview/").text
    assert 'name="cell_3_1" value="nowhere"' in shown
    assert "cell_4_" not in shown

    sent = managed.post(f"/imports/{people.pk}/mend/", {"cell_3_1": "bert@b.example"})

    assert sent.headers["Location"] == f"/imports/{people.pk}/progress/"
    work("preview")
    people.refresh_from_db()
    assert people.counts["rows"] == {"created": 2, "refused": 1}
    assert "The file says: nowhere" in managed.get(f"/imports/{people.pk}/preview/").text
    entry = AuditEntry.objects.filter(verb="import.mended").get()
    assert (entry.counts, "bert" in str(entry.__dict__)) == ({"cells": 1}, False)
    applied(people, mark)
    assert set(Customer.objects.values_list("given_name", flat=True)) == {"Anna", "Bert"}


def test_cell_that_is_still_wrong_comes_back_and_can_be_put_back(managed, people):
    managed.post(f"/imports/{people.pk}/mend/", {"cell_3_1": "still nowhere"})
    work("preview")
    again = managed.get(f"/imports/{people.pk}/preview/").text
    assert again.count('name="cell_3_1"') == 1
    assert again.count("Email: This is not an e-mail address.") == 2  # beside the box, and beside the row

    managed.post(f"/imports/{people.pk}/mend/", {"cell_3_1": ""})

    assert MendedCell.objects.get().before == "nowhere"
    work("preview")
    people.refresh_from_db()
    assert people.counts["rows"] == {"created": 2, "refused": 1}


def test_any_cell_of_a_row_can_be_typed_anew(managed, people):
    asked = managed.get(f"/imports/{people.pk}/rows/4/")
    assert 'name="cell_4_2" value="nobody"' in asked.text
    assert "This row names nobody" in asked.text

    sent = managed.post(
        f"/imports/{people.pk}/rows/4/", {"cell_4_0": "Carla", "cell_4_1": "", "cell_4_2": "x"}
    )

    assert sent.status_code == 302
    assert list(MendedCell.objects.order_by("position").values_list("position", "text")) == [
        (0, "Carla"),
        (2, "x"),
    ]


def test_row_that_has_no_cells_to_type_anew_says_so(managed, mark):
    content = b"Name,Email\nAnna,anna@b.example\nBert,bert@b.example,too,many\n"
    odd = preview_import(bring(content, mark), progress=nothing)

    told = managed.get(f"/imports/{odd.pk}/rows/3/", follow=True)

    assert told.redirect_chain == [(f"/imports/{odd.pk}/preview/", 302)]
    assert "more cells than the file has columns" in str(*told.context["messages"])


def test_sales_are_mended_the_same_way(managed, mark):
    sales = preview_import(bring(ORDERS, mark, currency="GBP"), progress=nothing)
    assert sales.counts["rows"] == {"refused": 2}

    managed.post(f"/imports/{sales.pk}/mend/", {"cell_3_2": "4"})
    work("preview")
    applied(sales, mark)

    assert Purchase.objects.get().total == 6.5


def test_a_status_that_nobody_knows_is_asked_and_answered_in_the_preview(managed, mark):
    content = b"Order number,Date,Price,Order status\n1,2026-07-01,4,shpd\n2,2026-07-01,5,paid\n"
    sales = preview_import(bring(content, mark, currency="GBP"), progress=nothing)
    assert sales.counts["rows"] == {"refused": 1, "created": 1}

    managed.post(f"/imports/{sales.pk}/mend/", {"cell_2_3": "paid"})
    work("preview")
    applied(sales, mark)

    assert set(Purchase.objects.values_list("external_id", "total")) == {("1", 4), ("2", 5)}


def test_nothing_typed_changes_nothing_and_what_cannot_be_kept_comes_back(managed, people):
    same = managed.post(f"/imports/{people.pk}/mend/", {"cell_3_1": "nowhere", "cell_9_9": "x"})
    long = managed.post(f"/imports/{people.pk}/mend/", {"cell_3_1": "x" * 10_001})

    assert same.headers["Location"] == f"/imports/{people.pk}/preview/"
    assert (long.status_code, 'id="mending"' in long.text) == (422, True)
    assert not MendedCell.objects.exists()


def test_import_that_has_gone_on_is_mended_no_more(managed, people, mark):
    applied(people, mark)

    late = [
        managed.post(f"/imports/{people.pk}/mend/", {"cell_3_1": "a@b.example"}),
        managed.get(f"/imports/{people.pk}/rows/3/"),
    ]

    assert [answer.headers["Location"] for answer in late] == [f"/imports/{people.pk}/result/"] * 2
    assert not MendedCell.objects.exists()


def test_discarded_import_forgets_what_was_typed(managed, people, mark):
    managed.post(f"/imports/{people.pk}/mend/", {"cell_3_1": "bert@b.example"})

    imports.discard_import(people, by=mark)

    assert not MendedCell.objects.exists()


def test_so_many_wrong_cells_are_better_mended_in_the_file_itself(managed, people, monkeypatch):
    monkeypatch.setattr(import_mending, "MOST_MENDED", 1)
    typed = {"cell_4_0": "Carla", "cell_4_1": "carla@b.example"}

    told = managed.post(f"/imports/{people.pk}/rows/4/", typed, follow=True)

    assert "mended more quickly in the file itself" in told.text
    people.refresh_from_db()
    assert (people.state, MendedCell.objects.count()) == (ImportState.READY, 0)


def test_mend_cells_without_any_reads_nothing_anew(people, mark):
    mended = import_mending.mend_cells(people, {}, by=mark)

    assert mended.state == ImportState.READY
    assert not AuditEntry.objects.filter(verb="import.mended").exists()


def test_few_may_mend_and_only_by_post(client, managed, people, otto):
    assert managed.get(f"/imports/{people.pk}/mend/").status_code == 405
    assert managed.post("/imports/999999/mend/").status_code == 404
    assert managed.get(f"/imports/{people.pk}/rows/99/").status_code == 404
    client.force_login(otto)
    assert client.post(f"/imports/{people.pk}/mend/").status_code == 403


@pytest.mark.parametrize(("currency", "is_told"), [("GBP", False), ("USD", True)])
def test_preview_says_that_sums_in_another_currency_are_in_no_total(managed, mark, currency, is_told):
    sales = preview_import(bring(ORDERS.replace(b"much", b"1"), mark, currency=currency), progress=nothing)

    shown = managed.get(f"/imports/{sales.pk}/preview/").text

    assert ("These sums are in USD and your shop counts in GBP" in shown) == is_told


def test_columns_page_shows_what_the_file_settles_and_what_was_explained_before(managed, mark):
    content = b'Order number,Date,Price\n1,03/04/2024,"1,50"\n2,05/31/2024,"2,50"\n'
    data_import = imports.receive_file("sales.csv", [content], by=mark)

    shown = managed.get(f"/imports/{data_import.pk}/columns/").text

    assert '<option value="mdy" selected>' in shown
    assert "The file says so: 05/31/2024." in shown
    assert '<option value="," selected>' in shown
    assert "You explained a file with these headings" not in shown
    bring(content, mark, day_order="dmy", currency="USD")
    again = managed.get(f"/imports/{data_import.pk}/columns/").text
    assert "You explained a file with these headings" in again
    assert '<option value="USD" selected>' in again
    assert '<option value="mdy" selected>' in again  # what all of the file says is stronger than last time


def test_columns_page_says_what_the_file_leaves_open(managed, mark):
    data_import = imports.receive_file("s.csv", [b'Order number,Date,Price\n1,03/04/2024,"1,234"\n'], by=mark)

    shown = managed.get(f"/imports/{data_import.pk}/columns/").text

    assert "The file does not settle it: 03/04/2024 can be read in two ways." in shown
    assert '<option value="dmy" selected>' in shown


def test_columns_page_says_where_the_file_contradicts_itself(managed, mark):
    content = b"Order number,Date,Price\n1,31/05/2024,1\n2,30/05/2024,1\n3,05/31/2024,1\n"
    data_import = imports.receive_file("sales.csv", [content], by=mark)

    shown = managed.get(f"/imports/{data_import.pk}/columns/").text

    assert "Look closely: 31/05/2024 says so, and 05/31/2024 says otherwise." in shown


def test_preview_of_a_mended_file_forgets_what_it_read_before(managed, people):
    """Shared addresses are found once for all pieces: a cell typed anew can change them."""
    managed.post(f"/imports/{people.pk}/rows/3/", {"cell_3_0": "Bert", "cell_3_1": "anna@b.example"})
    work("preview")

    people.refresh_from_db()
    assert people.state == ImportState.READY
    assert people.counts["rows"]["created"] == 1
