"""The drill: back up, lose everything, restore into an empty machine, and prove it equal (R30)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.patience import PATIENCE

pytestmark = pytest.mark.faults
REPOSITORY = Path(__file__).resolve().parents[2]
OWNER = "correct horse battery staple"


class Machine:
    """One empty server with a database and a folder of its own."""

    def __init__(self, name: str, folder: Path, *, template: str = "template1") -> None:
        self.name, self.folder = name, folder
        server = urlsplit(os.environ["DATABASE_URL"])
        self.url = server._replace(path=f"/{name}").geturl()
        self.admin = server._replace(path="/postgres").geturl()
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        surroundings = os.environ | {
            "DATABASE_URL": self.url,
            "DATABASE_OWNER_URL": self.url,
            "REGULARS_HOME": str(self.folder),
            "MEDIA_ROOT": str(self.folder / "files"),
            "SHOP": "empty",
            "OWNER_PASSWORD": OWNER,
        }
        surroundings.pop("TEST_DB_TEMPLATE", None)
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            check=False,
            cwd=REPOSITORY,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def ask(self, question: str) -> object:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(question).fetchone()
            return row and row[0]

    def drop(self) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')


def migrated() -> str:
    """A database with all tables, made once for the whole run; without one, migrate by hand."""
    return os.environ.get("TEST_DB_TEMPLATE") or "template1"


@pytest.fixture
def machines(tmp_path: Path, worker_id: str) -> Iterator[tuple[Machine, Machine]]:
    pair = (
        Machine(f"backup_from_{worker_id}", tmp_path / "from", template=migrated()),
        Machine(f"backup_to_{worker_id}", tmp_path / "to"),
    )
    yield pair
    for machine in pair:
        machine.drop()


def open_shop(machine: Machine) -> None:
    if migrated() == "template1":
        machine.manage("migrate", "-v0")
    machine.manage("createcachetable")
    done = machine.manage(
        "open_shop", "--shop-name", "Paper", "--owner-name", "Olga", "--owner-email", "olga@shop.example"
    )
    assert done.returncode == 0, done.stderr
    (machine.folder / "files").mkdir(parents=True)
    (machine.folder / "files" / "sales").write_bytes(b"a,b\n1,2\n")


def test_backup_then_restore_gives_the_same_shop_with_mail_held(machines, tmp_path):
    old, new = machines
    open_shop(old)

    made = old.manage("backup", str(tmp_path / "backups"))
    (backup,) = (tmp_path / "backups").glob("*.backup")
    restored = new.manage("restore", str(backup))

    assert made.returncode == 0, made.stderr
    assert restored.returncode == 0, restored.stderr
    assert "every table proved equal" in restored.stdout
    assert new.ask("SELECT password FROM shop_user") == old.ask("SELECT password FROM shop_user")
    assert new.ask("SELECT mail_held_since IS NOT NULL FROM shop_shopsettings") is True
    assert (new.folder / "files" / "sales").read_bytes() == b"a,b\n1,2\n"
    assert new.ask("SELECT nextval('shop_user_id_seq')") == 2
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        new.ask("DELETE FROM shop_auditentry RETURNING 1")


@pytest.mark.long_fault
def test_restore_refuses_before_it_touches_anything(machines, tmp_path):
    old, new = machines
    open_shop(old)
    old.manage("backup", str(tmp_path / "backups"))
    (backup,) = (tmp_path / "backups").glob("*.backup")
    whole = backup.read_bytes()
    truncated, damaged = tmp_path / "truncated", tmp_path / "damaged"
    truncated.write_bytes(whole[: len(whole) // 2])
    middle = whole.index(b"PGDMP") + 2000
    damaged.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])

    over_a_shop = old.manage("restore", str(backup))
    from_half = new.manage("restore", str(truncated))
    from_damaged = new.manage("restore", str(damaged))

    assert "Add --replace" in over_a_shop.stderr
    assert "not a whole backup" in from_half.stderr
    assert "is damaged" in from_damaged.stderr
    assert old.ask("SELECT count(*) FROM shop_user") == 1
    assert [done.returncode for done in (over_a_shop, from_half, from_damaged)] == [1, 1, 1]
    assert not list((tmp_path / "backups").glob(".making-*"))
