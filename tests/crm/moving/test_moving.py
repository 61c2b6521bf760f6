"""Everything of a shop leaves in one file, and an empty shop that reads it is the same shop, row by row."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from crm.moving.contents import BLANKED, LEFT_OUT, columns_of, file_name, tables
from crm.moving.reading import AT_A_TIME, BYTES_AT_A_TIME, CannotMoveIn, batches, move_in
from crm.moving.writing import write_everything
from crm.shop.actions.opening import hold_mail_after_restore
from crm.shop.models import AuditEntry, Device, Job, ShopSettings, User
from customers.actions.erasure import erase_now
from customers.models import Because, Customer, Erasure, Purchase
from tests.canaries import WORD, fill
from tests.written import written

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
BESIDE = frozenset(
    {apps.get_model(label)._meta.db_table for label in LEFT_OUT} | {"shop_auditentry", "django_migrations"}
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "files" / "imports").mkdir(parents=True)
    (tmp_path / "files" / "imports" / "one").write_bytes(b"Name\nAnna\n")


def pack(tmp_path):
    path = tmp_path / "everything.zip"
    write_everything(path, progress=lambda _done, _total: None)
    return path


def empty_the_shop(settings):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shop_auditentry DISABLE TRIGGER USER")
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        cursor.execute("ALTER TABLE shop_auditentry ENABLE TRIGGER USER")
    (settings.MEDIA_ROOT / "imports" / "one").unlink()


def test_long_rows_are_sent_in_smaller_pieces():
    """PostgreSQL refuses JSON of more than 256 MB: two thousand letters of a shop are more."""
    lines = [b"x" * size for size in (BYTES_AT_A_TIME - 1, 1, 1, BYTES_AT_A_TIME + 1, 1)]

    assert [[len(line) for line in batch] for batch in batches(lines)] == [
        [BYTES_AT_A_TIME - 1, 1],
        [1],
        [BYTES_AT_A_TIME + 1],
        [1],
    ]
    assert [len(batch) for batch in batches([b"x"] * (AT_A_TIME + 1))] == [AT_A_TIME, 1]


def test_every_model_moves_or_says_why_not():
    every = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    moving = {model._meta.label for model in tables()}

    assert moving | set(LEFT_OUT) == every
    assert not moving & set(LEFT_OUT)
    for label, blanks in BLANKED.items():
        assert blanks.keys() <= set(columns_of(apps.get_model(label)))


def test_nothing_that_moves_leads_to_what_stays():
    broken = [
        f"{model._meta.label}.{field.name}"
        for model in tables()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label in LEFT_OUT
    ]

    assert broken == []


def test_a_shop_that_moved_is_equal_row_by_row(shop, olga, anna, counter, settings, tmp_path):
    fill(anna)
    Customer.objects.filter(pk=anna.pk).update(
        family_name='=1+1,"\n\\x é 李', custom={"a": [1.50, None, "é"]}
    )
    User.objects.update(password="!", pin="")
    for device in Device.objects.all():
        Device.objects.filter(pk=device.pk).update(token_hash=f"moved-{device.pk}")
    with time_machine.travel(NOON, tick=False):
        hold_mail_after_restore(ShopSettings.objects.get())
        before, entries = written(beside=BESIDE), AuditEntry.objects.count()
        path = pack(tmp_path)
        empty_the_shop(settings)

        rows = move_in(path)

        assert written(beside=BESIDE) == before
    assert rows["customers-purchase"] == Purchase.objects.count() > 0
    assert AuditEntry.objects.count() == entries + 2
    assert (settings.MEDIA_ROOT / "imports" / "one").read_bytes() == b"Name\nAnna\n"
    assert Job.objects.get().kind == "customers.count_again"
    assert Customer.objects.create(given_name="New").pk > Customer.objects.order_by("pk").first().pk


def test_whoever_was_forgotten_after_the_file_was_written_stays_forgotten(
    anna, bert, olga, settings, tmp_path
):
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    path, number = pack(tmp_path), anna.pk
    erase_now(anna, because=Because.ASKED, by=olga)
    empty_the_shop(settings)

    move_in(path)

    assert list(Customer.objects.values_list("pk", flat=True)) == [bert.pk]
    assert Erasure.objects.get().customer_number == number


def test_file_holds_tables_for_people_notes_and_no_secret(olga, anna, tmp_path):
    Customer.objects.filter(pk=anna.pk).update(family_name="=HYPERLINK(1)")
    path = pack(tmp_path)

    with zipfile.ZipFile(path) as archive:
        table = archive.read("tables/customers-customer.csv").decode("utf-8-sig")
        exact = json.loads(archive.read("tables/customers-customer.jsonl").splitlines()[0])
        notes = archive.read("README.txt").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "'=HYPERLINK(1)" in table
    assert exact["family_name"] == "=HYPERLINK(1)"
    assert "customers-customer (1 rows)" in notes
    assert "  - household_id: leads to customers-household" in notes
    assert "sessions.Session: it opens the shop" in notes
    assert olga.password.encode() not in everything
    assert path.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob(".making-*"))


def test_moving_in_refuses_a_shop_that_is_there_and_files_that_are_not_whole(
    anna, olga, settings, tmp_path, monkeypatch
):
    path = pack(tmp_path)
    with pytest.raises(CommandError, match="There is a shop in this database"):
        call_command("move_in", path)
    empty_the_shop(settings)
    damaged, foreign = tmp_path / "damaged.zip", tmp_path / "foreign.zip"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(damaged, "w") as copy:
        for name in archive.namelist():
            change = b"{}\n" if name == "tables/customers-customer.jsonl" else archive.read(name)
            copy.writestr(name, change)
    foreign.write_bytes(b"PK no zip")
    for wrong, words in ((damaged, "is damaged"), (foreign, "not a whole file")):
        with pytest.raises(CannotMoveIn, match=words):
            move_in(wrong)
    assert not Customer.objects.exists()

    monkeypatch.setenv("OWNER_PASSWORD", "short")
    with pytest.raises(CommandError):
        call_command("move_in", path)
    monkeypatch.setenv("OWNER_PASSWORD", "a new and long enough one")
    call_command("move_in", path)
    assert User.objects.get(pk=olga.pk).check_password("a new and long enough one")


def test_move_out_from_the_command_line(anna, tmp_path, capsys):
    call_command("move_out", tmp_path / "there")

    assert "rows)" in capsys.readouterr().out
    assert len(list((tmp_path / "there").glob("everything-*.zip"))) == 1
    assert AuditEntry.objects.filter(verb="shop.moved_out").exists()
    assert file_name(Customer) == "customers-customer"
    assert WORD
