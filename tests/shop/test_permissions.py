"""One table of rights: the code's, the page's and the document's are the same."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from crm.shop.models import User
from crm.shop.permission_table import FROM_MOST_TO_LEAST, SENTENCES, as_markdown, lines
from crm.shop.permissions import ROLE_PERMISSIONS, TILL_PERMISSIONS, Permission, Role, permissions_of


def test_the_document_says_what_the_code_does() -> None:
    document = (settings.BASE_DIR / "docs" / "permissions.md").read_text(encoding="utf-8")

    assert document == as_markdown(), "run: manage.py write_permissions"


def test_every_right_has_a_sentence_and_every_role_a_column() -> None:
    assert set(SENTENCES) == set(Permission)
    assert set(FROM_MOST_TO_LEAST) == set(Role) == set(ROLE_PERMISSIONS)
    assert [line.permission for line in lines()] == [str(permission) for permission in Permission]


def test_each_role_may_what_the_next_one_may() -> None:
    for more, less in pairwise(FROM_MOST_TO_LEAST):
        assert ROLE_PERMISSIONS[more] >= ROLE_PERMISSIONS[less]


def test_a_pin_takes_rights_away_and_gives_none() -> None:
    for role in Role:
        assert permissions_of(role, by_pin=True) == permissions_of(role) & TILL_PERMISSIONS


def test_everybody_may_read_the_table(browser: Callable[[User], Client], vera: User) -> None:
    page = browser(vera).get("/permissions/").content.decode()

    assert page.count("<tr>") == len(Permission) + 1


def test_write_permissions_writes_the_document(settings: object, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]

    call_command("write_permissions")

    assert (tmp_path / "docs" / "permissions.md").read_text(encoding="utf-8") == as_markdown()
