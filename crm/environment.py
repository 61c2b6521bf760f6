"""Reading settings from the environment. A wrong value stops the start and names its variable."""

import json
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example.")
    return value


def secret(name: str, default: str | None = None) -> str:
    """Like `text`, or the content of the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error


def flag(name: str, *, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in YES:
        return True
    if value in NO:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number."""
    try:
        return int(os.environ.get(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def json_object(name: str) -> dict[str, object]:
    """A secret JSON object; empty when it is not set. Its value is in no complaint."""
    try:
        found = json.loads(secret(name, "") or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} must be a JSON object.")
    return found
