"""What the web and the workers may do to the database: use it, but not own it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from psycopg import sql

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON shop_auditentry FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


def app_role() -> str:
    """The database role of DATABASE_URL."""
    return urlsplit(settings.DATABASE_URL).username or ""


def grant_rights_to_the_app() -> None:
    """Give the app's role its rights; nothing to do where the owner serves (tests)."""
    role = app_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        if role in {"", owner}:
            return
        for grant in GRANTS:
            cursor.execute(sql.SQL(grant).format(role=sql.Identifier(role)))
