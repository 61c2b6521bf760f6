"""The import from the command line."""

import builtins

import pytest
from django.core.management import CommandError, call_command

from customers.actions import data_import as imports
from customers.actions import import_running
from customers.models import Customer, DataImport, ImportState
from tests.customers.actions.import_files import SAMPLES, bring, nothing

RETAIL = str(SAMPLES / "online_retail_2000.csv")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(b"Name,Colour\nAnna,red\n")
    return str(path)


def test_import_file_says_what_it_does(mark, capsys):
    call_command("import_file", RETAIL, "--format=online-retail", "--yes", "--by=mark@shop.example")

    said = capsys.readouterr().out
    assert "2,000 rows: 1,926 created, 74 set aside" in said
    assert "sales: 94 orders, 1,545 lines, 38872.9530" in said
    assert "Done: 1,926 created, 74 set aside." in said
    assert DataImport.objects.get().applied_by == mark


def test_import_file_recognises_the_file_and_its_answers(shop, people, capsys):
    call_command("import_file", people, "--yes", "--set=source=old till")
    call_command("import_file", people, "--yes")

    said = capsys.readouterr().out
    assert "Left behind: Colour" in said
    assert "imported before" in said
    assert "Done: 1 unchanged." in said
    assert DataImport.objects.last().options["source"] == "old till"


def test_import_file_asks_before_it_writes(shop, people, monkeypatch):
    monkeypatch.setattr(builtins, "input", lambda _question: "n")
    call_command("import_file", people)
    assert not Customer.objects.exists()
    assert DataImport.objects.get().state == ImportState.DISCARDED

    monkeypatch.setattr(builtins, "input", lambda _question: "Yes")
    call_command("import_file", people)
    assert Customer.objects.get().given_name == "Anna"


def test_import_file_goes_on_where_it_was_killed(mark, capsys):
    content = (SAMPLES / "online_retail_2000.csv").read_bytes()
    begun = import_running.preview_import(bring(content, mark, format_key="online-retail"), progress=nothing)
    imports.start_import(begun, by=mark)

    call_command("import_file", RETAIL, "--yes")

    assert "going on where it stopped" in capsys.readouterr().out
    assert DataImport.objects.get(pk=begun.pk).state == ImportState.APPLIED


def test_import_file_shows_its_progress_on_a_terminal(mark, capsys, monkeypatch):
    monkeypatch.setattr("customers.management.commands.import_file.sys.stdout.isatty", lambda: True)

    call_command("import_file", RETAIL, "--format=online-retail", "--yes")

    said = capsys.readouterr().out
    assert "2,000 rows read" in said
    assert "2,000 of 2,000 rows written" in said


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (b"Name\nAnna\n", ["--format=online-retail"], "does not have the columns"),
        (b"Colour\nred\n", [], "are not known"),
        (b"\n", [], "empty"),
        (b"Name\nAnna\n", ["--by=nobody@shop.example"], "Nobody here"),
        (b"Name\nAnna\n", ["--set=currency"], "NAME=VALUE"),
        (b'Name\nAnna\n"Bert', [], "more than 1 rows"),
        (None, [], "There is no file"),
    ],
)
def test_import_file_refuses_with_a_sentence(shop, tmp_path, settings, content, arguments, words):
    settings.IMPORT_MAX_ROWS = 1
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        call_command("import_file", str(path), "--yes", *arguments)


def test_import_turn_is_one_at_a_time(shop, monkeypatch):
    monkeypatch.setattr(import_running, "_ask", lambda _question: False)
    monkeypatch.setattr(import_running.time, "sleep", lambda _seconds: None)

    with pytest.raises(import_running.AnotherImportIsRunning), import_running.import_turn(patience=0.01):
        pass


def test_without_a_shop_nothing_is_brought_in(tmp_path, db):
    path = tmp_path / "customers.csv"
    path.write_bytes(b"Name\nAnna\n")

    with pytest.raises(CommandError, match="There is no shop yet"):
        call_command("import_file", str(path), "--yes")

    assert DataImport.objects.count() == 0
