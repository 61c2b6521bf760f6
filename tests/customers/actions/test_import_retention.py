"""Files and ledgers go after a while, and with a person who is erased."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from customers.actions import data_import as imports
from customers.actions.erasure import erase_now
from customers.actions.import_ledger import left_out_rows
from customers.actions.import_retention import forget_old_imports
from customers.actions.import_undo import can_be_undone
from customers.models import Because, ColumnMemory, Customer, ImportedCustomer, ImportRow, ImportState
from tests.customers.actions.import_files import as_csv, run

ROWS = [{"Name": "Anna", "Email": "a@b.example"}, {"Name": "Bert", "Email": "nowhere"}]


def test_file_ledger_and_samples_go_after_thirty_days(mark, django_capture_on_commit_callbacks):
    done = run(as_csv(ROWS), mark)
    waiting = imports.receive_file("b.csv", [b"Name\nCleo\n"], by=mark)
    paths = [imports.path_of(each) for each in (done, waiting)]
    assert all(path.exists() for path in paths)

    assert forget_old_imports(timezone.now() + timedelta(days=29)) == 0
    later = timezone.now() + timedelta(days=31)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_imports(later) == 2
    assert not any(path.exists() for path in paths)
    assert forget_old_imports(later) == 0

    done.refresh_from_db()
    waiting.refresh_from_db()
    assert not ImportRow.objects.exists()
    assert not ImportedCustomer.objects.exists()
    assert (done.state, waiting.state) == (ImportState.APPLIED, ImportState.DISCARDED)
    assert done.counts["rows"] == {"created": 1, "refused": 1}
    assert "samples" not in done.counts
    assert not can_be_undone(done)
    assert Customer.objects.get().given_name == "Anna"
    assert list(left_out_rows(done)) == []


def test_erasing_somebody_takes_them_out_of_what_imports_keep(mark):
    done = run(as_csv([ROWS[0] | {"Name": "Canary"}, {"Name": "Dora", "Email": "d@b.example"}]), mark)
    canary = Customer.objects.get(given_name="Canary")

    erase_now(canary, because=Because.RULE, by=None)

    assert list(done.people.values_list("customer_id", flat=True)) == [Customer.objects.get().pk]
    assert can_be_undone(done)


def test_first_row_of_a_file_without_headings_goes_with_the_file(mark):
    bare = imports.receive_file("b.csv", [b"Cleo,cleo@b.example\nDora,dora@b.example\n"], by=mark)
    ColumnMemory.objects.create(fingerprint="x", mapping={"cleo@b.example": "email"})
    usual = imports.receive_file("c.csv", [b"Name\nCleo\n"], by=mark)

    forget_old_imports(timezone.now() + timedelta(days=31))

    for each in (bare, usual):
        each.refresh_from_db()
    assert (bare.headers, bare.mapping, bare.shape["headers"]) == ([], {}, [])
    assert usual.headers == ["Name"]
    assert not ColumnMemory.objects.exists()


def test_pages_of_a_file_whose_first_row_was_forgotten_still_open(client, mark):
    done = run(b"Name,cleo@b.example\nDora,x\n", mark)
    forget_old_imports(timezone.now() + timedelta(days=31))
    client.force_login(mark)

    pages = [
        client.get(reverse(f"customers:{name}", args=args), follow=True).status_code
        for name, args in (
            ("import_list", []),
            *(
                (name, [done.pk])
                for name in ("import_result", "import_preview", "import_map", "import_refused_download")
            ),
        )
    ]

    assert pages == [200] * 5
