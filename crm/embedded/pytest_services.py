"""pytest plugin: PostgreSQL and Valkey for the tests, in a cluster of their own that is kept between runs.

It is not durable, so an end without the mark `clean` means: make it again, which takes a second.
The migrated database is kept as a template, one for each state of the migrations; the workers clone it.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import psycopg
import pytest
from psycopg import sql

from crm.embedded.places import OWNER_ROLE, REPOSITORY, CannotStart, database_url, home, make_state
from crm.embedded.plan import is_given
from crm.embedded.postgres import Postgres
from crm.embedded.processes import AlreadyRunning, hold_lock
from crm.embedded.valkey import Valkey

TEMPLATE = "regulars_template_"
# What decides the tables: our migrations, the settings' list of apps, and the versions of the packages.
DECIDING = ("*/migrations/*.py", "*/*/migrations/*.py", "crm/settings.py", "requirements/run.txt")


class Services:
    """What one test run started."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.started: list[Postgres | Valkey] = []
        self.report: list[str] = []
        self.lock: IO[str] | None = None

    @property
    def clean(self) -> Path:
        """The mark of an orderly end."""
        return self.state / "clean"

    def start(self) -> None:
        """What is not given by hand, with the addresses put where the settings look."""
        began = time.perf_counter()
        make_state(self.state)
        self.take_turn()
        if not is_given("DATABASE_URL", os.environ):
            self.start_postgres()
        if not is_given("REDIS_URL", os.environ):
            valkey = Valkey(self.state, is_durable=False)
            self.started.append(valkey)
            valkey.start()
            os.environ["REDIS_URL"] = f"unix://{valkey.socket}"
        self.report.append(f"ready in {time.perf_counter() - began:.1f} s")

    def take_turn(self) -> None:
        """One run at a time on this state."""
        try:
            self.lock = hold_lock(self.state / "run.lock", told=f"pid {os.getpid()}")
        except AlreadyRunning as other:
            raise CannotStart(
                f"Another test run ({other}) uses {self.state}. "
                "Wait for it, or use a place of your own: REGULARS_HOME=/tmp/mine"
            ) from None

    def start_postgres(self) -> None:
        """Tests connect as the owner; each worker's database is a clone of the template."""
        postgres = Postgres(self.state, is_durable=False)
        if not self.clean.exists():
            postgres.recover()
            shutil.rmtree(postgres.cluster, ignore_errors=True)
        self.clean.unlink(missing_ok=True)
        self.started.append(postgres)
        postgres.start()
        os.environ["DATABASE_URL"] = database_url(self.state, role=OWNER_ROLE)
        os.environ["TEST_DB_TEMPLATE"] = self.template(postgres)

    def template(self, postgres: Postgres) -> str:
        """The name of the migrated database, made when there is none for these migrations."""
        name = TEMPLATE + hash_of_migrations()
        with postgres.connect() as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{TEMPLATE}%"]
            )
            kept = {row[0] for row in found}
            if name not in kept:
                self.make_template(connection, name, outdated=kept)
        return name

    def make_template(self, connection: psycopg.Connection, name: str, *, outdated: set[str]) -> None:
        """Migrate into a database of another name, so that a half-made one is never taken."""
        began = time.perf_counter()
        unfinished = f"{TEMPLATE}unfinished"
        for old in {*outdated, unfinished}:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        migrate(database_url(self.state, role=OWNER_ROLE, database=unfinished))
        renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(unfinished), sql.Identifier(name)
        )
        connection.execute(renamed)
        self.report.append(f"migrated in {time.perf_counter() - began:.1f} s")

    def stop(self) -> None:
        """End what we started and leave the mark."""
        while self.started:
            service = self.started.pop()
            service.stop()
            if isinstance(service, Postgres):
                self.clean.touch()
        if self.lock:
            self.lock.close()


def hash_of_migrations() -> str:
    """Short, and different whenever the tables could be."""
    digest = hashlib.sha256()
    for pattern in DECIDING:
        for path in sorted(REPOSITORY.glob(pattern)):
            digest.update(str(path.relative_to(REPOSITORY)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def migrate(url: str) -> None:
    """All migrations, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=REPOSITORY,
        env={**os.environ, "DATABASE_URL": url, "ENVIRONMENT": "test"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart(f"The migrations failed:\n{done.stderr[-3000:]}")


def is_needed(arguments: list[str]) -> bool:
    """Not in xdist's workers, which inherit our environment, nor for a look at the list of tests."""
    only_looking = {"--collect-only", "--co", "--help", "-h", "--version", "--fixtures", "--markers"}
    return not os.environ.get("PYTEST_XDIST_WORKER") and not only_looking & set(arguments)


services: Services | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    """Before Django's settings are read."""
    global services  # noqa: PLW0603 - pytest knows this module, not an instance
    os.environ.setdefault("ENVIRONMENT", "test")
    if not is_needed(args):
        return
    services = Services(home() / "test")
    try:
        services.start()
    except CannotStart as error:
        services.stop()
        raise pytest.UsageError(str(error)) from None


def pytest_report_header() -> str | None:
    """How long the services took."""
    return f"services: {', '.join(services.report)}" if services else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests that a machine cannot run are skipped loudly: their reason begins with NO in capitals."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    reasons = [found[1] for text in skipped if (found := re.search(r"Skipped: (NO [A-Z][^'\"]*)", text))]
    for reason in sorted(set(reasons)):
        words = f"{reasons.count(reason)} SKIPPED: {reason}"
        terminalreporter.write_sep("!", words, red=True, bold=True)


def pytest_unconfigure() -> None:
    """The end of the run, also after Ctrl-C."""
    if services:
        services.stop()
