"""PostgreSQL in a folder of its own: what stands in the way has words, and nothing is ever half made."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.embedded import postgres as program
from crm.embedded.places import CannotStart, service_account
from crm.embedded.postgres import Postgres, empty, end
from tests.patience import PATIENCE

# A shell that starts its jobs in the background has them ignore SIGQUIT, and so would this one.
DEAF = (
    "import signal, time; signal.signal(2, signal.SIG_IGN); signal.signal(3, signal.SIG_DFL);"
    "print(flush=True); time.sleep(60)"
)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """One whole cluster; not below pytest's own folder, which PostgreSQL's account may not enter (root)."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-pg-"))
    folder.chmod(0o755)
    postgres = Postgres(folder, is_durable=False)
    postgres.start()
    postgres.stop()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(made: Path) -> Iterator[Postgres]:
    server = Postgres(made, is_durable=False)
    yield server
    server.stop()


@pytest.fixture
def deaf() -> Iterator[subprocess.Popen[bytes]]:
    """A process that does not hear SIGINT."""
    process = subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    yield process
    process.kill()
    process.wait()


def test_start_again_finds_its_roles_and_database(postgres: Postgres) -> None:
    postgres.start()

    with postgres.connect() as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname = 'regulars'").fetchall()
    assert names == [("regulars",)]


def test_drop_database_leaves_an_empty_one(postgres: Postgres) -> None:
    postgres.start()
    url = program.database_url(postgres.state, role=program.OWNER_ROLE)
    with program.psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE mine (id int)")

    postgres.drop_database()

    with program.psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('mine')").fetchone() == (None,)


def test_log_does_not_hold_the_row_that_broke_a_rule(postgres: Postgres) -> None:
    postgres.start()
    url = program.database_url(postgres.state, role=program.OWNER_ROLE)
    with program.psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE people (name text UNIQUE, age int CHECK (age < 150))")
        add = "INSERT INTO people VALUES (%s, %s)"
        connection.execute(add, ["quagga-twice", 1])
        for broken in (["quagga-twice", 1], ["quagga-old", 200]):
            with pytest.raises(program.psycopg.IntegrityError):
                connection.execute(add, broken)
        connection.execute("DROP TABLE people")

    said = postgres.log.read_text()

    assert "violates check constraint" in said
    assert "quagga" not in said


def test_start_over_another_versions_cluster_is_refused_and_touches_nothing(postgres: Postgres) -> None:
    version = postgres.cluster / "PG_VERSION"
    real = version.read_text()
    version.write_text("17\n")

    with pytest.raises(CannotStart, match=r"was made by PostgreSQL 17 and this is 18\."):
        postgres.start()

    assert version.read_text() == "17\n"
    version.write_text(real)


def test_start_of_a_server_that_ends_shows_what_it_said(postgres: Postgres) -> None:
    control = postgres.cluster / "global" / "pg_control"
    aside = control.replace(control.with_name("aside"))

    with pytest.raises(CannotStart, match=r"PostgreSQL ended while starting\.") as refused:
        postgres.start()

    aside.replace(control)
    assert "pg_control" in str(refused.value)


def test_start_where_the_service_account_cannot_go_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)

    with pytest.raises(CannotStart, match="cannot be reached by PostgreSQL's account"):
        Postgres(private / "state").start()


def test_run_as_ourselves_when_we_are_not_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert set(Postgres(tmp_path).run_as()) == {"cwd", "env"}


def test_initialise_that_fails_shows_what_it_said(made: Path) -> None:
    postgres = Postgres(made / "other")
    postgres.cluster.mkdir(parents=True)
    (postgres.cluster / "left behind").touch()  # initdb's folder belongs to another, so it cannot write there
    postgres.cluster.chmod(0o500)
    if not service_account():
        pytest.skip("initdb fails here only for an account that is not the folder's owner")

    with pytest.raises(CannotStart, match="PostgreSQL could not make its folder"):
        postgres.initialise()

    assert list(postgres.cluster.iterdir()) == []


def test_wait_for_a_server_that_says_nothing_has_an_end(made: Path, deaf: subprocess.Popen[bytes]) -> None:
    with pytest.raises(CannotStart, match="did not answer within 0 s"):
        Postgres(made / "nobody", process=deaf).wait(0.05)


def test_recover_ends_a_server_that_was_left_behind(postgres: Postgres) -> None:
    postgres.start()
    left = postgres.process

    Postgres(postgres.state).recover()

    assert left
    assert left.wait(PATIENCE) == 0
    assert not (postgres.cluster / "postmaster.pid").exists()


def test_stop_of_what_never_started_is_nothing(tmp_path: Path) -> None:
    Postgres(tmp_path).stop()


def test_end_goes_on_to_the_next_signal_when_one_is_not_heard(
    deaf: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "ENDS", ((signal.SIGINT, 0.1), (signal.SIGQUIT, 5)))

    end(deaf.pid, lambda: deaf.poll() is not None)

    assert deaf.wait(PATIENCE) == -signal.SIGQUIT


def test_end_of_what_will_not_end_gives_up(
    deaf: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "ENDS", ((signal.SIGINT, 0.1),))

    end(deaf.pid, lambda: deaf.poll() is not None)

    assert deaf.poll() is None


def test_empty_removes_folders_and_files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    (tmp_path / "file").touch()

    empty(tmp_path)

    assert list(tmp_path.iterdir()) == []
