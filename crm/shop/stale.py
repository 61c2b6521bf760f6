"""Two people edit the same card: the second is told, and nothing they typed is lost."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import QueryDict


class SomebodyWasFaster(Exception):
    """The row is no longer as it was when this form was opened."""


def state_of(row: models.Model, names: Iterable[str], *more: Any) -> str:
    """A fingerprint of what a form shows; it travels in the form as `state`."""
    shown = [str(getattr(row, name)) for name in names] + [str(part) for part in more]
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:24]


def changed_fields(row: models.Model, values: dict[str, Any]) -> list[str]:
    """The names of the fields that would change."""
    return [name for name, value in values.items() if getattr(row, name) != value]


def with_state(typed: QueryDict, state: str) -> QueryDict:
    """What somebody typed, ready to be saved over the newer state if they want it so."""
    again = typed.copy()
    again["state"] = state
    return again
