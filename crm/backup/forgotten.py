"""Whom the shop has forgotten: gathered before a restore brings them back, and forgotten again after it."""

from pathlib import Path

from django.db import connection

from customers.actions.erasure_replay import known_erasures
from customers.erasure_ledger import NAME, Line, add_to_ledger, read_ledger
from customers.models import Erasure


def lines_before_restore(backup: Path) -> list[Line]:
    """From the list of this machine, the one beside the backup, and the database that is about to go."""
    found = [*read_ledger(), *read_ledger(backup.parent / NAME)]
    if Erasure._meta.db_table in connection.introspection.table_names():
        found += known_erasures()
    return list(dict.fromkeys(found))


def keep_beside_backups(folder: Path) -> None:
    """The list goes where the backups go: whoever has only that folder can still forget."""
    if lines := [*read_ledger(), *known_erasures()]:
        add_to_ledger(dict.fromkeys(lines), folder / NAME)
