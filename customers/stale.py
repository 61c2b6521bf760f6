"""Two people edit the same thing: the second is told, and nothing they typed is lost."""

from collections.abc import Collection
from typing import Protocol


class SomebodyWasFaster(Exception):
    """The row has changed since this person opened the form.

    `version` is what they had, `fields` what both have changed (empty: not known).
    """

    def __init__(self, version: int, fields: Collection[str] = ()) -> None:
        super().__init__(str(version))
        self.version = version
        self.fields = frozenset(fields)


class Versioned(Protocol):
    version: int


def refuse_stale(row: Versioned, version: int) -> None:
    """Raise SomebodyWasFaster unless `version` is the stored one."""
    if row.version != version:
        raise SomebodyWasFaster(version)
