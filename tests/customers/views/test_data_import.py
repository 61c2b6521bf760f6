"""The pages of an import: each step a plain form; wrong input comes back, and few may enter."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.shop.models import Job
from customers.actions import data_import as imports
from customers.actions.import_jobs import run_import, run_preview
from customers.models import Customer, DataImport, ImportState, Purchase

PEOPLE = b"Name,Email,Colour\nAnna,anna@b.example,red\nBert,nowhere,=1+1\n"
SALES = b"Order number,Date,Price,Product\n1,1.7.2026,2.50,Tea\n"
HTMX = {"HX-Request": "true"}
XSS = '"><img src=x onerror=window.__x=1>{{7*7}}'


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(mark):
    return imports.receive_file("people.csv", [PEOPLE], by=mark)


@pytest.fixture
def managed(client, mark):
    client.force_login(mark)
    return client


def upload(client, content, name="people.csv"):
    return client.post("/imports/upload/", {"file": SimpleUploadedFile(name, content)})


def columns(*fields, kind="customers", **more):
    answers = {"source": "till", "phone_country": "GB", "day_order": "dmy", "decimal_mark": "."}
    named = {f"column_{position}": field for position, field in enumerate(fields)}
    return {"format": kind, **answers, **named, **more}


def work(kind):
    """What a worker would do now."""
    job = Job.objects.get(kind=f"import.{kind}", state="waiting")
    Job.objects.filter(pk=job.pk).update(state="running", lease_token="mine")
    job.refresh_from_db()
    {"preview": run_preview, "apply": run_import}[kind](job)
    Job.objects.filter(pk=job.pk).update(state="done")


def test_import_goes_from_file_to_result_without_script(managed):
    brought = upload(managed, PEOPLE)
    data_import = DataImport.objects.get()
    assert brought.headers["Location"] == f"/imports/{data_import.pk}/columns/"
    asked = managed.get(brought.headers["Location"])
    assert 'name="column_0"' in asked.text

    mapped = managed.post(brought.headers["Location"], columns("full_name", "email", ""))
    assert mapped.headers["Location"] == f"/imports/{data_import.pk}/progress/"
    assert "one import runs at a time" in managed.get(mapped.headers["Location"]).text
    work("preview")
    shown = managed.get(mapped.headers["Location"], follow=True)
    assert "Left behind: Colour" in shown.text
    assert "Email: This is not an e-mail address." in shown.text
    assert not Customer.objects.exists()

    started = managed.post(f"/imports/{data_import.pk}/start/")
    work("apply")
    result = managed.get(started.headers["Location"], follow=True)
    assert "What became of the file" in result.text
    assert Customer.objects.get().given_name == "Anna"
    assert "people.csv" in managed.get("/imports/").text


def test_file_that_cannot_be_brought_in_is_named_and_explained(managed):
    upload(managed, b"Date,Order #,N. Revenue (formatted),Customer type,Items sold\n1,2,3,new,1\n")
    data_import = DataImport.objects.get()

    asked = managed.get(f"/imports/{data_import.pk}/columns/")
    forced = managed.post(f"/imports/{data_import.pk}/columns/", columns(kind="woocommerce-analytics"))

    assert "This looks like a WooCommerce Analytics orders export." in asked.text
    assert "It has no e-mail column" in asked.text
    assert 'name="column_0"' not in asked.text
    assert forced.status_code == 422


def test_items_name_the_transactions_that_go_with_them(managed):
    upload(managed, b"Date,Transaction ID,Total Collected,Net Sales\n5/31/2024,T1,12,10\n", "all.csv")
    upload(managed, b"Date,Transaction ID,Item,Qty,Net Sales,PAN Suffix\n5/31/2024,T1,Tea,1,9,1234\n")
    items, transactions = DataImport.objects.all()

    asked = managed.get(f"/imports/{items.pk}/columns/")
    fields = ("at", "order_number", "product_name", "quantity", "total")
    rest = {"currency": "GBP", "time_zone": "Europe/London", "day_order": "mdy"}
    answers = columns(*fields, kind="square-items", companion=str(transactions.pk), **rest)
    managed.post(f"/imports/{items.pk}/columns/", answers)
    work("preview")

    assert f'<option value="{transactions.pk}" selected>all.csv</option>' in asked.text
    assert "Dropped, because no shop needs them about people: PAN Suffix" in asked.text
    items.refresh_from_db()
    assert items.counts["orders"]["sales_walk_in"] == {"orders": 1, "lines": 1, "total": "10.0000"}


def test_file_of_headings_only_is_called_so_and_offers_nothing_to_apply(managed):
    upload(managed, b"Name,Email\n")
    pk = DataImport.objects.get().pk
    managed.post(f"/imports/{pk}/columns/", columns("full_name", "email"))
    work("preview")

    shown = managed.get(f"/imports/{pk}/preview/").text

    assert "no rows below them" in shown
    assert f"/imports/{pk}/start/" not in shown


def test_sales_go_the_same_way(managed):
    upload(managed, SALES, "sales.csv")
    pk = DataImport.objects.get().pk
    managed.get(f"/imports/{pk}/columns/")

    answers = columns("order_number", "at", "unit_price", "product_name", kind="sales")
    managed.post(f"/imports/{pk}/columns/", answers | {"currency": "GBP", "time_zone": "Europe/London"})
    work("preview")
    assert "Walk-in sales" in managed.get(f"/imports/{pk}/preview/").text
    managed.post(f"/imports/{pk}/start/")
    work("apply")

    assert str(Purchase.objects.get().total) == "2.5000"
    assert "Order 1" in managed.get(f"/imports/{pk}/result/").text


def test_import_upload_names_what_is_wrong_beside_the_field(managed):
    for content, name, words in (
        (b"MZ\x90", "a.exe", "Please bring a CSV file"),
        (b"\n", "a.csv", "This file is empty."),
        (b"", "a.csv", "This file is empty."),
    ):
        response = upload(managed, content, name)

        assert response.status_code == 422
        assert words in response.text
    assert managed.post("/imports/upload/").status_code == 422
    assert not DataImport.objects.exists()


def test_import_map_returns_with_its_mistakes(managed, people):
    address = f"/imports/{people.pk}/columns/"
    for answers, words in (
        (columns("full_name", "full_name", ""), "Another column says the same"),
        (columns("", "", ""), "No column says who somebody is"),
        (columns("full_name", "email", "", source="a\x07b"), "characters that cannot be kept"),
        (columns("full_name", "email", "nonsense"), "is not in the list"),
    ):
        response = managed.post(address, answers)

        assert response.status_code in {400, 422}
        if response.status_code == 422:
            assert words in response.text
    people.refresh_from_db()
    assert people.state == ImportState.UPLOADED


def test_import_map_asks_before_the_same_file_again(managed, people, mark):
    DataImport.objects.filter(pk=people.pk).update(state=ImportState.APPLIED)
    again = imports.receive_file("people.csv", [PEOPLE], by=mark)
    address = f"/imports/{again.pk}/columns/"

    assert "brought in before" in managed.get(address).text
    refused = managed.post(address, columns("full_name", "email", ""))
    assert refused.status_code == 422
    assert "say that you mean it" in refused.text
    assert managed.post(address, columns("full_name", "email", "", again="on")).status_code == 302


def test_import_map_changes_its_questions_with_the_format(managed, people):
    assert 'name="currency"' in managed.get(f"/imports/{people.pk}/columns/?format=sales").text
    assert 'name="currency"' not in managed.get(f"/imports/{people.pk}/columns/?format=nonsense").text


def mapped(people, managed):
    managed.post(f"/imports/{people.pk}/columns/", columns("full_name", "email", ""))


def test_import_progress_is_a_part_for_htmx_and_sends_on_when_done(managed, people):
    mapped(people, managed)
    address = f"/imports/{people.pk}/progress/"
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(done=5, total=10)

    part = managed.get(address, headers=HTMX)
    assert part.text.lstrip().startswith('<div id="bar"')
    assert 'value="5"' in part.text
    assert "5 of about 10 rows are read." in part.text
    Job.objects.filter(pk=job.pk).update(total=0)
    assert "5 rows are read." in managed.get(address).text
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert "Back to the columns" in managed.get(address).text
    Job.objects.filter(pk=job.pk).update(state="waiting")
    work("preview")

    assert managed.get(address, headers=HTMX).headers["HX-Redirect"] == f"/imports/{people.pk}/preview/"
    assert managed.get(address).headers["Location"] == f"/imports/{people.pk}/preview/"


def test_import_that_stopped_can_go_on(managed, people):
    mapped(people, managed)
    work("preview")
    managed.post(f"/imports/{people.pk}/start/")
    Job.objects.filter(kind="import.apply").update(state="failed")

    assert "Go on" in managed.get(f"/imports/{people.pk}/progress/").text
    managed.post(f"/imports/{people.pk}/start/")
    work("apply")

    people.refresh_from_db()
    assert people.state == ImportState.APPLIED


def test_import_start_twice_is_once_and_never_before_the_preview(managed, people):
    early = managed.post(f"/imports/{people.pk}/start/", follow=True)
    assert "already gone on" in early.text
    mapped(people, managed)
    work("preview")
    managed.post(f"/imports/{people.pk}/start/")
    managed.post(f"/imports/{people.pk}/start/")

    assert Job.objects.filter(kind="import.apply").count() == 1


def test_pages_of_another_step_send_to_the_present_one(managed, people):
    for page in ("preview", "result", "progress"):
        response = managed.get(f"/imports/{people.pk}/{page}/")

        assert response.headers["Location"] == f"/imports/{people.pk}/columns/"


def test_import_map_of_a_finished_import_says_so(managed, people):
    DataImport.objects.filter(pk=people.pk).update(state=ImportState.DISCARDED)

    response = managed.post(f"/imports/{people.pk}/columns/", columns("full_name", "email", ""), follow=True)

    assert "already gone on" in response.text


def test_import_result_shows_each_outcome_and_pages(managed, mark, people):
    mapped(people, managed)
    work("preview")
    managed.post(f"/imports/{people.pk}/start/")
    work("apply")
    address = f"/imports/{people.pk}/result/"

    assert "This is not an e-mail address" in managed.get(f"{address}?outcome=refused").text
    assert managed.get(f"{address}?outcome=nonsense").status_code == 200
    assert "No row had this outcome" in managed.get(f"{address}?outcome=updated", headers=HTMX).text


def test_import_refused_download_defuses_formulas(managed, people):
    mapped(people, managed)
    work("preview")
    managed.post(f"/imports/{people.pk}/start/")
    work("apply")

    response = managed.get(f"/imports/{people.pk}/refused.csv")

    assert response.headers["Content-Disposition"] == f'attachment; filename="refused-{people.pk}.csv"'
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Name", "Email", "Colour", "Row", "Reason"],
        ["Bert", "nowhere", "'=1+1", "3", "Email: This is not an e-mail address."],
    ]


def test_import_discard_throws_it_away_once(managed, people):
    for _again in range(2):
        response = managed.post(f"/imports/{people.pk}/discard/")
        assert response.headers["Location"] == "/imports/"
    people.refresh_from_db()
    assert people.state == ImportState.DISCARDED

    DataImport.objects.filter(pk=people.pk).update(state=ImportState.APPLIED)
    assert (
        managed.post(f"/imports/{people.pk}/discard/").headers["Location"] == f"/imports/{people.pk}/result/"
    )


def test_hostile_cells_and_headers_are_inert(managed):
    cell = '"' + XSS.replace('"', '""') + '"'
    upload(managed, f"Name,{cell}\nAnna,x\n,{cell}\n".encode())
    pk = DataImport.objects.get().pk
    pages = [managed.get(f"/imports/{pk}/columns/").text]
    managed.post(f"/imports/{pk}/columns/", columns("full_name", ""))
    work("preview")
    pages.append(managed.get(f"/imports/{pk}/preview/").text)
    managed.post(f"/imports/{pk}/start/")
    work("apply")
    pages.append(managed.get(f"/imports/{pk}/result/?outcome=refused").text)

    for page in pages:
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


READING = ["/imports/", "/imports/{}/columns/", "/imports/{}/preview/", "/imports/{}/progress/"]
READING += ["/imports/{}/result/", "/imports/{}/refused.csv"]
WRITING = ["/imports/upload/", "/imports/{}/columns/", "/imports/{}/start/", "/imports/{}/discard/"]


@pytest.mark.parametrize("person", ["mira", "sam", "vera"])
def test_imports_are_forbidden_below_manager(client, people, person, request):
    client.force_login(request.getfixturevalue(person))

    for address in READING:
        assert client.get(address.format(people.pk)).status_code == 403
    for address in WRITING:
        assert client.post(address.format(people.pk)).status_code == 403


def test_import_that_is_not_there_is_404(managed):
    for address in READING[1:]:
        assert managed.get(address.format(987654)).status_code == 404


def test_import_posts_refuse_get(managed, people):
    for address in ("/imports/upload/", f"/imports/{people.pk}/start/", f"/imports/{people.pk}/discard/"):
        assert managed.get(address).status_code == 405


@pytest.mark.parametrize("item_count", [1, 3])
def test_import_list_asks_as_much_for_three_as_for_one(
    managed, mark, item_count, django_assert_max_num_queries
):
    for number in range(item_count):
        imports.receive_file(f"{number}.csv", [PEOPLE], by=mark)

    managed.get("/imports/")
    with django_assert_max_num_queries(12):
        managed.get("/imports/")
