"""What the web's own role may do to the database."""

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from crm.rights import app_role, grant_rights_to_the_app

pytestmark = pytest.mark.django_db


def act_as(role: str, words: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(words)


def test_the_app_may_use_tables_but_not_rewrite_the_trail(settings: Any) -> None:
    settings.DATABASE_URL = "postgresql://regulars_app@/regulars"

    grant_rights_to_the_app()

    act_as("regulars_app", "SELECT count(*) FROM shop_user")
    for forbidden in (
        "DELETE FROM shop_auditentry",
        "DELETE FROM django_migrations",
        "CREATE TABLE t (id int)",
    ):
        with pytest.raises(Exception, match="permission denied") as refused:
            act_as("regulars_app", forbidden)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_owner_needs_no_grants(settings: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
    settings.DATABASE_URL = f"postgresql://{owner}@/regulars"

    grant_rights_to_the_app()

    assert app_role() == owner
    with pytest.raises(Exception, match="permission denied"):
        act_as("regulars_app", "SELECT count(*) FROM shop_user")
