"""Everything held on one person, for a program that may ask for it."""

import io
import json
import zipfile

import pytest

from crm.shop.models import AuditEntry, Scope

pytestmark = pytest.mark.django_db


def test_it_is_all_there_and_written_down(program, anna):
    asking = program(Scope.DISCLOSE)

    answer = asking.get(f"/customers/{anna.pk}/personal-file/")

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    told = json.loads(archive.read("everything.json"))
    assert "everything.html" in archive.namelist()
    assert anna.emails.get().address in json.dumps(told)
    assert answer.headers["Cache-Control"].find("no-store") >= 0
    [entry] = AuditEntry.objects.filter(verb="customer.disclosed")
    assert (entry.about, entry.actor) == (f"customers.customer:{anna.pk}", "api: Till")


def test_looking_only_at_the_head_is_no_disclosure(program, anna):
    program(Scope.DISCLOSE).ask("HEAD", f"/customers/{anna.pk}/personal-file/")

    assert not AuditEntry.objects.filter(verb="customer.disclosed").exists()
