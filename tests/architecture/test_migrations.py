"""Migrations are complete and have names."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import models
from django.db.migrations import AddField, DeleteModel, RemoveField, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

ROOT = Path(__file__).resolve().parents[2]
# Of each floor, the last that no shop has been upgraded to: nothing older runs beside them.
BEFORE_THE_FIRST_RELEASE = {"shop": 2, "customers": 1, "engagement": 2, "feedback": 2, "metrics": 2}
# Migrations that take away only what the release before them had stopped using.
NO_LONGER_USED: frozenset[tuple[str, str]] = frozenset()
TAKES_AWAY = (RemoveField, DeleteModel, RenameField, RenameModel)


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_have_names():
    found = [path.stem for path in ROOT.glob("*/**/migrations/0*.py") if ".venv" not in path.parts]

    assert [name for name in found if re.search(r"auto_|_alter_|_initial$", name)] == []


def breaks_the_release_before(operation: Operation) -> bool:
    """It runs on for some minutes beside the new one: it knows no new column, and misses an old one."""
    if isinstance(operation, AddField):
        field = operation.field
        return not (field.null or field.has_db_default() or field.many_to_many)
    return isinstance(operation, TAKES_AWAY)


def test_the_release_before_works_on_the_tables_of_this_one():
    ours = {
        key: migration
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if int(key[1][:4]) > BEFORE_THE_FIRST_RELEASE.get(key[0], 9999) and key not in NO_LONGER_USED
    }

    breaking = [
        (*key, operation.describe())
        for key, migration in ours.items()
        for operation in migration.operations
        if breaks_the_release_before(operation)
    ]

    assert breaking == []


def test_a_column_without_a_default_of_the_database_breaks_the_release_before():
    text = models.TextField(default="")
    text_of_the_database = models.TextField(db_default="")

    found = [breaks_the_release_before(AddField("m", "f", field)) for field in (text, text_of_the_database)]

    assert found == [True, False]
