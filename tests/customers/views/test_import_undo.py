"""The pages that take a file back."""

import pytest
from django.utils import timezone

from crm.shop.models import Job
from customers.actions import import_undo
from customers.actions.customer import edit_customer
from customers.actions.import_jobs import run_undo
from customers.actions.interaction import Entry, log_interaction
from customers.models import Customer, CustomField, ImportState, Purchase
from tests.customers.actions.import_files import as_csv, run


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def done(mark):
    return run(
        as_csv([{"Name": "Anna", "Email": "a@b.example"}, {"Name": "Bert", "Email": "b@b.example"}]), mark
    )


def work():
    job = Job.objects.get(kind="import.undo")
    Job.objects.filter(pk=job.pk).update(state="running", lease_token="mine")
    job.refresh_from_db()
    run_undo(job)


def test_undo_is_previewed_confirmed_and_told(client, mark, done):
    client.force_login(mark)
    anna = Customer.objects.get(given_name="Anna")
    edit_customer(anna, {"city": "Hull"}, version=anna.version, by=mark)
    address = f"/imports/{done.pk}/undo/"
    assert address in client.get(f"/imports/{done.pk}/result/").text

    page = client.get(address)
    assert "Nothing is changed yet" in page.text
    assert "Anna" in page.text
    assert "Somebody has changed them since: they stay." in page.text
    assert Customer.objects.count() == 2

    started = client.post(f"{address}start/")
    assert started.headers["Location"] == f"/imports/{done.pk}/progress/"
    assert client.get(started.headers["Location"]).status_code == 200
    assert client.post(f"{address}start/").status_code == 302
    work()

    told = client.get(started.headers["Location"], follow=True)
    assert told.redirect_chain[-1][0] == f"/imports/{done.pk}/undone/"
    assert "Somebody has changed them since: they stay." in told.text
    assert list(Customer.objects.all()) == [anna]
    assert client.get(address, follow=True).redirect_chain[-1][0] == f"/imports/{done.pk}/undone/"
    assert client.get(f"{address}start/").status_code == 405
    assert client.post(f"{address}start/").headers["Location"] == f"/imports/{done.pk}/progress/"
    assert Job.objects.filter(kind="import.undo").count() == 1


def stays_by(client, data_import):
    """{e-mail: what the page says of what stays}."""
    page = client.get(f"/imports/{data_import.pk}/undo/")
    return {customer.emails.get().address: words for customer, words in page.context["kept"]}


def test_undo_says_what_stays_of_somebody_and_why(client, mark, mira):
    CustomField.objects.create(key="boots", label="Boot size", kind="number")
    first = [{"Email": f"{name}@b.example", "Name": name.title()} for name in ("anna", "bert", "carla")]
    run(as_csv(first[:2]), mark)
    rows = [
        first[0] | {"Town": "York", "Boot size": "38"},
        first[1] | {"Newsletter": "no"},
        first[2],
    ]
    done = run(as_csv(rows), mark)
    anna = Customer.objects.get(given_name="Anna")
    edit_customer(anna, {"city": "Hull", "custom": {"boots": "40"}}, version=anna.version, by=mira)
    run(as_csv([first[2] | {"Town": "Leeds"}]), mark)
    client.force_login(mark)

    assert stays_by(client, done) == {
        "anna@b.example": ["Changed since, and stays: Town, Boot size"],
        "bert@b.example": ["Their no to mail or calls stays."],
        "carla@b.example": ["Another file has changed them since: they stay."],
    }


def test_undo_says_whose_purchases_stay_and_that_somebody_was_used_since(client, mark):
    order = {"Order number": "1", "Date": "1.7.2026", "Price": "2.50", "Email": "a@b.example"}
    orders = [order, order | {"Order number": "2", "Email": "b@b.example"}]
    done = run(as_csv(orders), mark, format_key="sales")
    Purchase.objects.filter(external_id="1").update(version=2)
    bert = Customer.objects.get(emails__address="b@b.example")
    log_interaction(bert, Entry(kind="visit", at=timezone.now()), by=mark)
    client.force_login(mark)

    said = stays_by(client, done)

    assert said["b@b.example"] == ["Something has happened with them since: they stay."]
    assert "1 purchase was changed or used since, and stays." in said["a@b.example"]


def test_undo_of_a_large_file_foretells_its_beginning(client, mark, done, monkeypatch):
    monkeypatch.setattr(import_undo, "MOST_PEOPLE", 1)
    client.force_login(mark)

    page = client.get(f"/imports/{done.pk}/undo/")

    assert "This is a large file (2 people, 0 purchases)" in page.text
    assert page.context["counts"]["removed"] == 1


def test_undo_is_for_who_may_import_and_for_a_while(client, mark, vera, done):
    done.state = ImportState.READY
    done.save()
    client.force_login(mark)
    assert client.get(f"/imports/{done.pk}/undo/").headers["Location"] == f"/imports/{done.pk}/preview/"
    assert client.post(f"/imports/{done.pk}/undo/start/").status_code == 302
    assert client.get("/imports/999/undo/").status_code == 404
    done.state, done.forgotten_at = ImportState.APPLIED, done.applied_at
    done.save()
    assert "cannot be taken back any more" in client.post(f"/imports/{done.pk}/undo/start/", follow=True).text
    assert "cannot be taken back any more" in client.get(f"/imports/{done.pk}/undo/", follow=True).text

    client.force_login(vera)
    assert client.get(f"/imports/{done.pk}/undo/").status_code == 403
    assert client.post(f"/imports/{done.pk}/undo/start/").status_code == 403
    assert client.get(f"/imports/{done.pk}/undone/").status_code == 403
