"""Migrations are complete and have names."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_have_names():
    found = [path.stem for path in ROOT.glob("*/**/migrations/0*.py") if ".venv" not in path.parts]

    assert [name for name in found if re.search(r"auto_|_alter_|_initial$", name)] == []
