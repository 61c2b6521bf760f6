"""An embedded PostgreSQL: start, readiness, recovery after a kill -9, orderly stop."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from crm.embedded.binaries import POSTGRES_MAJOR, postgres_programs
from crm.embedded.logs import roll_over, tail
from crm.embedded.places import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    CannotStart,
    database_url,
    is_open_to_all,
    make_private,
    make_state,
    service_account,
    socket_directory,
)
from crm.embedded.processes import die_with_parent, is_alive, is_gone_within

# The builtin C.UTF-8 provider sorts the same on every machine; docker-compose.yml uses the same words.
INITDB = (
    "--auth-local=trust",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "64MB",
    # The 64 MB /dev/shm of a container is too small for parallel workers.
    "max_parallel_workers_per_gather": "0",
    # A shop's book is in memory: three processes that would read ahead hold 25 MB and have nothing to do.
    "io_method": "sync",
    "log_min_duration_statement": "500",
    # A slow statement is logged without the customer's values in it.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    # Nor does a row that breaks a rule: its details would be somebody's name and address.
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] %d ",
}
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # What tests roll back is swept out, or each later question walks past it; plans stay as they are.
    "autovacuum_naptime": "5s",
    "autovacuum_vacuum_threshold": "10000",
    "autovacuum_vacuum_scale_factor": "0",
    "autovacuum_vacuum_insert_threshold": "-1",
    "autovacuum_analyze_threshold": "2000000000",
    "autovacuum_vacuum_cost_delay": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
    "log_min_duration_statement": "-1",
}
# Each signal, and the seconds it is given before the next.
ENDS = ((signal.SIGINT, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))


@dataclass
class Postgres:
    """One cluster in one folder. Throw-away clusters trade safety for speed: for tests only."""

    state: Path
    is_durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    name = "PostgreSQL"

    @property
    def cluster(self) -> Path:
        """The folder PostgreSQL calls its data directory."""
        return self.state / "postgres"

    @property
    def log(self) -> Path:
        """Everything PostgreSQL says."""
        return self.state / "postgres.log"

    @property
    def sockets(self) -> Path:
        """Only its owner gets in, so no password and no port is needed."""
        return socket_directory(self.state, "pg")

    def start(self, *, patience: float = 60) -> None:
        """Come up with the two roles and the database, whatever the last end was like."""
        make_state(self.state)
        account = service_account()
        if account and not is_open_to_all(self.cluster):
            raise CannotStart(
                f"{self.state} cannot be reached by PostgreSQL's account. Choose another: REGULARS_HOME=/path"
            )
        make_private(self.cluster, account=account)
        make_private(self.sockets, account=account)
        self.initialise()
        self.recover()
        self.launch()
        self.wait(patience)
        self.make_roles()

    def run_as(self) -> dict[str, Any]:
        """How its programs are started: as the service account, with a bare environment."""
        bare = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.state)}
        account = service_account()
        if not account:
            return {"cwd": self.state, "env": bare}
        return {"cwd": self.state, "env": bare, "user": account.uid, "group": account.gid, "extra_groups": []}

    def initialise(self) -> None:
        """initdb, unless a whole cluster is there; the rest of an interrupted one is removed first."""
        complete = self.cluster / "initialised"
        if complete.exists():
            return self.refuse_other_version()
        empty(self.cluster)
        program = str(postgres_programs(self.state) / "initdb")
        command = [program, "-D", str(self.cluster), "-U", OWNER_ROLE, *INITDB]
        if not self.is_durable:
            command.append("--no-sync")
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self.run_as())
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not make its folder:\n{done.stdout}\n{done.stderr}")
        complete.touch()

    def refuse_other_version(self) -> None:
        """A cluster of another major version is never touched."""
        version = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        if version != str(POSTGRES_MAJOR):
            raise CannotStart(
                f"{self.cluster} was made by PostgreSQL {version} and this is {POSTGRES_MAJOR}.\n"
                "Back it up with the old version and restore it with this one (docs/operate.md, Upgrade)."
            )

    def recover(self) -> None:
        """Clear away postmaster.pid after a kill -9 or a power cut; its number may be somebody else's by now.

        The caller holds the lock of this state, so a live server on it is a leftover and is ended.
        """
        mark = self.cluster / "postmaster.pid"
        lines = mark.read_text(encoding="utf-8").splitlines() if mark.exists() else []
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        if pid and is_alive(pid, command=str(self.cluster)):
            end(pid, lambda: not is_alive(pid, command=str(self.cluster)))
        mark.unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def launch(self) -> None:
        """Start the server; it ends itself should we die."""
        roll_over(self.log)
        settings = (
            SETTINGS
            | ({} if self.is_durable else THROW_AWAY)
            | {"unix_socket_directories": str(self.sockets)}
        )
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [postgres_programs(self.state) / "postgres", "-D", self.cluster, *options],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - it only calls the kernel
                **self.run_as(),
            )

    def wait(self, patience: float) -> None:
        """Until it answers."""
        deadline = time.monotonic() + patience
        while not self.answers():
            if self.process and self.process.poll() is not None:
                raise CannotStart(
                    f"PostgreSQL ended while starting. The end of {self.log}:\n{tail(self.log)}"
                )
            if time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL did not answer within {patience:.0f} s; see {self.log}")
            time.sleep(0.03)

    def connect(self) -> psycopg.Connection:
        """As the owner, outside any database of ours."""
        url = database_url(self.state, role=OWNER_ROLE, database="postgres")
        return psycopg.connect(url, connect_timeout=2, autocommit=True)

    def answers(self) -> bool:
        """Is it up?"""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def make_roles(self) -> None:
        """The database, and a role for web and worker that can neither change tables nor make any."""
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
                role = sql.Identifier(APP_ROLE)
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(role)
                )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def drop_database(self) -> None:
        """Begin again with an empty database (`make demo`)."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
            )
        self.make_roles()

    def stop(self) -> None:
        """An orderly end; by force when it takes too long."""
        process = self.process
        if process:
            end(process.pid, lambda: process.poll() is not None)


def end(pid: int, is_gone: Callable[[], bool]) -> None:
    """PostgreSQL's fast shutdown, then its immediate one."""
    for sign, patience in ENDS:
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        if is_gone_within(patience, is_gone):
            return


def empty(folder: Path) -> None:
    """Remove everything in a folder."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
