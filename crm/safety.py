"""A start that would be unsafe does not happen: each refusal names the setting, never its value."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"", None, "127.0.0.1", "localhost", "::1"}
WEAK_PASSWORDS = {"", None, "crm", "regulars", "postgres", "redis", "password", "secret", "changeme"}


def _host_and_password(url: str) -> tuple[str | None, str | None]:
    parts = urlsplit(url)
    return parts.hostname, parts.password


def _refuse_weak_server(name: str, url: str) -> None:
    host, password = _host_and_password(url)
    if host in LOOPBACK or password not in WEAK_PASSWORDS:
        return
    raise ImproperlyConfigured(f"{name} points at another machine with a missing or default password.")


def _refuse_weak_key(key: str) -> None:
    if len(key) < 50 or len(set(key)) < 10 or key.startswith(("django-insecure", "only-for-a-checkout")):
        raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters of your own.")


def refuse_unsafe_start(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured when these settings must not serve anybody (S02)."""
    hosts = settings["ALLOWED_HOSTS"]
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * is refused.")
    if settings["DEBUG"] and not set(hosts) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}:
        raise ImproperlyConfigured("DEBUG must be off when ALLOWED_HOSTS names a public host.")
    if not settings["IS_PRODUCTION"]:
        return
    if settings["DEBUG"]:
        raise ImproperlyConfigured("DEBUG must be off in production.")
    _refuse_weak_key(settings["SECRET_KEY"])
    for name in ("DATABASE_URL", "REDIS_URL"):
        _refuse_weak_server(name, settings[name])
