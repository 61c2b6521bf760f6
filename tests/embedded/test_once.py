"""One command with the services up, and `make demo`, which never drops a real shop."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crm.embedded import demo, once
from crm.embedded.places import OWNER_ROLE, REPOSITORY, database_url
from crm.embedded.plan import Plan
from crm.embedded.processes import hold_lock
from tests.patience import PATIENCE

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """One state for all, so that PostgreSQL's folder is made once; not below pytest's own folder (root)."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-once-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As on a shop's machine, where nothing is given by hand."""
    for name in ("DATABASE_URL", "REDIS_URL", "TEST_DB_TEMPLATE", "ENVIRONMENT", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REGULARS_HOME", str(place))
    monkeypatch.setenv("SHOP", "empty")
    return place


def ask(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"crm.embedded.{module}", *words]
    return subprocess.run(
        command, check=False, cwd=REPOSITORY, capture_output=True, text=True, timeout=PATIENCE
    )


def test_once_runs_a_command_with_services_of_its_own(home: Path) -> None:
    done = ask("once", "shell", "-c", "from django.db import connection as c; c.cursor(); print(c.vendor)")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "postgresql"), done.stderr
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_once_uses_the_services_of_the_running_shop(home: Path) -> None:
    with hold_lock(home / "run.lock", told="pid 1"):
        done = ask("once", "version")

    assert done.returncode == 0
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_once_with_servers_of_the_shops_own_starts_none(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/regulars")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere:6379/0")

    with once.services(Plan(tmp_path, 8000)) as postgres:
        assert postgres is None

    assert [path.name for path in tmp_path.iterdir()] == ["run.lock"]


def test_once_with_a_port_that_is_none_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")

    done = ask("once", "version")

    assert (done.returncode, done.stderr) == (1, "PORT=many is not a number: make run PORT=8000\n")


def test_demo_never_touches_a_server_of_the_shops_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/regulars")

    done = ask("demo")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("make demo: make demo resets the embedded database only.")


def test_demo_beside_the_running_shop_is_refused(home: Path) -> None:
    with hold_lock(home / "run.lock", told="pid 17, http://localhost:8000"):
        done = ask("demo")

    assert done.returncode == 1
    assert "The shop is running: pid 17, http://localhost:8000. Stop it" in done.stderr


def test_demo_resets_a_demo_and_refuses_a_real_shop(home: Path) -> None:
    plan = Plan(home, 8000)
    with once.services(plan):
        demo.refuse_a_real_shop(plan)
        ask_database(home, "CREATE TABLE shop_shopsettings (is_demo boolean)")
        ask_database(home, "INSERT INTO shop_shopsettings VALUES (false)")
    over_a_real_one = ask("demo")
    with once.services(plan):
        ask_database(home, "UPDATE shop_shopsettings SET is_demo = true")
    over_a_demo = ask("demo")

    assert over_a_real_one.returncode == 1
    assert f"A real shop lives in {home}, so nothing was reset." in over_a_real_one.stderr
    assert over_a_demo.returncode == 0, over_a_demo.stderr
    assert over_a_demo.stdout == "open the page to name your shop\n"


def ask_database(home: Path, words: str) -> None:
    with psycopg.connect(database_url(home, role=OWNER_ROLE)) as connection:
        connection.execute(words)


def test_main_of_demo_tells_what_stands_in_the_way(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "many")

    assert demo.main() == 1
    assert capsys.readouterr().err == "make demo: PORT=many is not a number: make run PORT=8000\n"
