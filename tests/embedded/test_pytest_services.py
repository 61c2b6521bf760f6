"""Services start once per test run, and a change of the tables makes a new template."""

from pathlib import Path
from types import SimpleNamespace

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


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A run of its own, which leaves the one we are in alone."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path))
    monkeypatch.setattr(plugin, "services", plugin.services)
    return tmp_path / "test"


def test_start_with_servers_given_by_hand_starts_none(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/regulars")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere:6379/0")
    services = plugin.Services(elsewhere)

    services.start()
    services.stop()

    assert services.report[-1].startswith("ready in ")
    assert [path.name for path in elsewhere.iterdir()] == ["run.lock"]


def test_a_second_run_on_the_same_state_is_told_so(elsewhere: Path) -> None:
    elsewhere.mkdir()
    other = hold_lock(elsewhere / "run.lock", told="pid 17")

    with pytest.raises(pytest.UsageError, match="Another test run"):
        plugin.pytest_load_initial_conftests(["tests"])

    other.close()


def test_a_look_at_the_list_of_tests_starts_nothing(elsewhere: Path) -> None:
    plugin.pytest_load_initial_conftests(["--collect-only"])

    assert not elsewhere.exists()


def test_migrations_that_fail_show_what_they_said() -> None:
    with pytest.raises(CannotStart, match=r"The migrations failed:\n(.|\n)*refused"):
        plugin.migrate("postgresql://nobody@127.0.0.1:1/nothing")


class Reporter:
    """What pytest gives its plugins at the end."""

    def __init__(self, *reasons: str) -> None:
        self.stats = {"skipped": [SimpleNamespace(longrepr=f"('f', 1, 'Skipped: {why}')") for why in reasons]}
        self.said: list[str] = []

    def write_sep(self, _line: str, words: str, **_colours: bool) -> None:
        self.said.append(words)


def test_what_a_machine_cannot_run_is_said_aloud_with_its_count() -> None:
    reporter = Reporter("NO BROWSER: none", "NO BROWSER: none", "only on Linux")

    plugin.pytest_terminal_summary(reporter)  # type: ignore[arg-type]

    assert reporter.said == ["2 SKIPPED: NO BROWSER: none"]
