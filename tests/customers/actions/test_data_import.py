"""The life of an import: brought, recognised, previewed, applied by jobs, discarded."""

import pytest

from crm.shop.actions.job import JobIsInTheWay, LeaseIsLost
from crm.shop.models import AuditEntry, Job, StoredFile
from customers.actions import data_import as imports
from customers.actions import import_running
from customers.actions.import_jobs import job_of, request_import, request_preview, run_import, run_preview
from customers.importing.refusal import FileRefused
from customers.models import (
    ColumnMemory,
    DataImport,
    ImportLine,
    ImportRow,
    ImportState,
)
from tests.customers.actions.import_files import as_csv, bring, nothing


def test_jobs_preview_and_apply_one_at_a_time(retail, mark):
    data_import = imports.receive_file("online_retail.csv", [retail], by=mark)
    mapping, options = imports.suggest_columns(data_import, imports.FORMATS["online-retail"])

    request_preview(data_import, format_key="online-retail", mapping=mapping, options=options, by=mark)
    job = job_of(data_import)
    Job.objects.filter(pk=job.pk).update(state="running", lease_token="mine")
    job.refresh_from_db()
    run_preview(job)
    run_preview(job)
    request_import(data_import, by=mark)
    request_import(data_import, by=mark)
    applying = job_of(data_import)
    Job.objects.filter(pk=applying.pk).update(state="running", lease_token="mine")
    applying.refresh_from_db()
    run_import(applying)

    data_import.refresh_from_db()
    assert data_import.state == ImportState.APPLIED
    assert Job.objects.count() == 2
    applying.refresh_from_db()
    assert (applying.done, applying.total) == (2000, 2000)


@pytest.mark.parametrize("sample", [{}, {"format_key": "sales"}])
def test_a_preview_says_how_much_there_is_to_read(mark, sample):
    row = {"Name": "Anna", "Date": "2024-03-05", "Order": "1", "Price": "2", "Product": "Cup"}
    seen = []

    import_running.preview_import(
        bring(as_csv([row] * 3), mark, **sample), progress=lambda *figures: seen.append(figures)
    )

    assert (seen[0], seen[-1]) == ((0, 3), (3, 3))


def test_a_file_that_breaks_while_it_is_read_fails_with_a_sentence(mark, settings):
    data_import = bring(as_csv([{"Name": "Anna"}, {"Name": "Bert"}]), mark)
    settings.IMPORT_MAX_ROWS = 1

    failed = import_running.preview_import(data_import, progress=nothing)

    assert failed.state == ImportState.FAILED
    assert failed.problem == "This file has more than 1 rows."


def test_receive_file_refuses_and_leaves_nothing(mark, settings, tmp_path):
    settings.IMPORT_MAX_BYTES = 100
    for name, content in (("a.csv", b"x" * 101), ("a.exe", b"MZ"), ("../../a.csv", b"")):
        with pytest.raises(FileRefused):
            imports.receive_file(name, [content], by=mark)

    assert not StoredFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_receive_file_never_uses_the_name_as_a_path(mark, tmp_path):
    data_import = imports.receive_file("../../etc\\passwd.csv", [b"Name\nAnna\n"], by=mark)

    assert data_import.file.name == "passwd.csv"
    assert imports.path_of(data_import).parent == tmp_path / "imports"


def test_the_same_file_again_is_recognised_and_its_columns_are_remembered(mark):
    content = as_csv([{"Name": "Anna", "Odd": "x@b.example"}])
    first = imports.receive_file("a.csv", [content], by=mark)
    mapping = {"Name": "full_name", "Odd": "email"}
    imports.choose_columns(
        first, format_key="customers", mapping=mapping, options={"source": "till"}, by=mark
    )
    second = imports.receive_file("b.csv", [content], by=mark)

    assert imports.earlier_import(second) is None
    assert imports.suggest_columns(second, imports.FORMATS["customers"])[0] == mapping
    DataImport.objects.filter(pk=first.pk).update(state=ImportState.APPLIED)
    assert imports.earlier_import(second) == first
    assert ColumnMemory.objects.count() == 1


def test_discard_import_twice_throws_the_file_away_once(mark, django_capture_on_commit_callbacks):
    data_import = imports.receive_file("a.csv", [b"Name\nAnna\n"], by=mark)

    with django_capture_on_commit_callbacks(execute=True):
        imports.discard_import(data_import, by=mark)
        imports.discard_import(data_import, by=mark)

    assert not imports.path_of(data_import).exists()
    assert AuditEntry.objects.filter(verb="import.discarded").count() == 1
    with pytest.raises(imports.ImportMovedOn):
        imports.start_import(data_import, by=mark)


def test_discarding_while_it_is_read_leaves_no_lines(retail, mark):
    data_import = bring(retail, mark, name="online_retail.csv", format_key="online-retail")

    with pytest.raises(imports.ImportMovedOn):
        import_running.preview_import(
            data_import, progress=lambda *_figures: imports.discard_import(data_import, by=mark)
        )

    assert not ImportLine.objects.exists()


def test_abandoned_previews_of_the_same_file_are_cleared_away(retail, mark):
    abandoned, queued, ours = (
        bring(retail, mark, name="a.csv", format_key="online-retail") for _each in range(3)
    )
    Job.objects.create(kind="import.preview", about=f"customers.dataimport:{queued.pk}")

    imports.discard_abandoned_previews(ours, by=mark)

    states = DataImport.objects.filter(state=ImportState.DISCARDED).values_list("pk", flat=True)
    assert list(states) == [abandoned.pk]


def claimed_preview(data_import, mark):
    job = Job.objects.create(
        kind="import.preview",
        about=f"customers.dataimport:{data_import.pk}",
        state="running",
        lease_token="mine",
        created_by=mark,
    )
    assert str(data_import.pk) in str(job.about)
    return job


def test_a_job_waits_while_another_import_has_the_turn(retail, mark, monkeypatch):
    job = claimed_preview(bring(retail, mark, name="a.csv", format_key="online-retail"), mark)
    monkeypatch.setattr(import_running, "_ask", lambda _question: False)

    with pytest.raises(JobIsInTheWay):
        run_preview(job)


def test_a_job_stops_when_its_import_has_moved_on(retail, mark, monkeypatch):
    data_import = bring(retail, mark, name="a.csv", format_key="online-retail")
    job = claimed_preview(data_import, mark)

    def somebody_is_faster(*_arguments, **_more):
        DataImport.objects.filter(pk=data_import.pk).update(state=ImportState.APPLIED)
        raise imports.ImportMovedOn("applied")

    monkeypatch.setattr(import_running, "_preview", somebody_is_faster)

    with pytest.raises(LeaseIsLost):
        run_preview(job)


def test_usual_options_do_without_a_shop(db):
    assert imports.usual_options(imports.FORMATS["customers"]) == {
        "source": "file",
        "day_order": "dmy",
        "decimal_mark": ".",
    }


def test_imports_and_their_rows_read_as_words(retail, mark):
    data_import = import_running.preview_import(
        bring(retail, mark, name="a.csv", format_key="online-retail"), progress=nothing
    )
    line = ImportLine.objects.order_by("number").first()

    assert str(data_import) == "a.csv"
    assert str(line) == f"{line.order_number}/1"
    assert str(ImportRow(number=2, outcome="created")) == "2: created"
    assert len(str(ColumnMemory.objects.get())) == 8
