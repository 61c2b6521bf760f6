"""Services start once per test run, and a change of the tables makes a new template."""

from pathlib import Path

import pytest

from crm.embedded import pytest_services as plugin
from crm.embedded.places import CannotStart
from crm.embedded.processes import hold_lock


def test_is_needed_in_the_controller_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    assert plugin.is_needed(["tests"])
    assert not plugin.is_needed(["--collect-only"])

    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    assert not plugin.is_needed(["tests"])


def test_hash_of_migrations_changes_with_any_of_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(plugin, "REPOSITORY", tmp_path)
    migrations = tmp_path / "customers" / "migrations"
    migrations.mkdir(parents=True)
    before = plugin.hash_of_migrations()

    (migrations / "0001_customers.py").write_text("one")
    with_one = plugin.hash_of_migrations()
    (migrations / "0001_customers.py").rename(migrations / "0002_customers.py")

    assert len({before, with_one, plugin.hash_of_migrations()}) == 3


def test_take_turn_names_the_other_run(tmp_path: Path) -> None:
    other = hold_lock(tmp_path / "run.lock", told="pid 17")

    with pytest.raises(CannotStart, match=r"Another test run \(pid 17\).*REGULARS_HOME"):
        plugin.Services(tmp_path).take_turn()

    other.close()
