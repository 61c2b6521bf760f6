"""The same processes with a server's settings, on PostgreSQL and Redis of the system."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
import redis
import yaml

from crm.embedded.places import REPOSITORY, service_account
from tests.faults.conftest import free_port
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

PASSWORD = "a-long-password-for-tests-0123456789"
ROLES = f"""
CREATE ROLE regulars_owner LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE regulars_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{PASSWORD}';
"""
DATABASE = "CREATE DATABASE regulars OWNER regulars_owner ENCODING 'UTF8' TEMPLATE template0"


class Servers(NamedTuple):
    app: str
    owner: str
    redis: str


def systems_postgres() -> Path | None:
    """The newest PostgreSQL of the distribution, which is another than ours."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found and (found[-1] / "initdb").exists() else None


def as_service() -> dict[str, int]:
    account = service_account()
    return {"user": account.uid, "group": account.gid} if account else {}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="regulars-other-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def postgres_port(folder: Path) -> Iterator[int]:
    programs = systems_postgres()
    if not programs:
        pytest.skip("NO OTHER POSTGRESQL: apt-get install postgresql to test against it")
    cluster, port = folder / "cluster", free_port()
    cluster.mkdir()
    if account := service_account():
        shutil.chown(cluster, account.uid, account.gid)
    words = folder / "password"
    words.write_text(PASSWORD)
    initdb = [
        programs / "initdb",
        "-D",
        cluster,
        "-U",
        "admin",
        "-A",
        "scram-sha-256",
        f"--pwfile={words}",
        "-N",
    ]
    subprocess.run(
        [*initdb, "-E", "UTF8", "--locale=C"], check=True, capture_output=True, cwd="/", **as_service()
    )
    command = [programs / "postgres", "-D", cluster, "-p", str(port), "-k", "", "-h", "127.0.0.1", "-F"]
    with (folder / "postgres.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **as_service())
    wait_until(lambda: connects(port))
    yield port
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture(scope="module")
def redis_port(folder: Path) -> Iterator[int]:
    program, port = shutil.which("redis-server"), free_port()
    if not program:
        pytest.skip("NO REDIS: apt-get install redis-server to test against it")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--requirepass", PASSWORD, "--save", ""]
    process = subprocess.Popen([program, *options], cwd=folder, stdout=subprocess.DEVNULL)
    with redis.Redis(port=port, password=PASSWORD) as client:
        wait_until(lambda: answers(client))
    yield port
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture(scope="module")
def servers(postgres_port: int, redis_port: int) -> Servers:
    with psycopg.connect(admin_url(postgres_port), autocommit=True) as connection:
        connection.execute(ROLES)
        connection.execute(DATABASE)
    base = f"{PASSWORD}@127.0.0.1:{postgres_port}/regulars"
    bell = f"redis://:{PASSWORD}@127.0.0.1:{redis_port}/0"
    return Servers(f"postgresql://regulars_app:{base}", f"postgresql://regulars_owner:{base}", bell)


def admin_url(port: int) -> str:
    return f"postgresql://admin:{PASSWORD}@127.0.0.1:{port}/postgres"


def connects(port: int) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(admin_url(port), connect_timeout=2).close()
        return True
    return False


def answers(client: redis.Redis) -> bool:
    with suppress(redis.ConnectionError):
        return bool(client.ping())
    return False


def settings_of_compose() -> dict[str, str]:
    """What docker-compose.yml gives the web server, with its questions answered."""
    environment = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())["services"]["web"][
        "environment"
    ]
    answers_given = {"DOMAIN": "crm.example.com", "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2}

    def filled(found: re.Match[str]) -> str:
        otherwise = found[2] or ""
        return answers_given.get(found[1], otherwise[2:] if otherwise.startswith(":-") else PASSWORD)

    return {
        name: re.sub(r"\$\{(\w+)(:[?-][^}]*)?\}", filled, str(value)) for name, value in environment.items()
    }


def test_run_on_other_servers_with_a_servers_settings(
    start_shop: Callable, servers: Servers, folder: Path
) -> None:
    knobs = settings_of_compose() | {
        "DATABASE_URL": servers.app,
        "DATABASE_OWNER_URL": servers.owner,
        "REDIS_URL": servers.redis,
        "EMAIL_URL": "smtp://127.0.0.1:1",
        # The runner itself asks by address, where a container's health check names the domain.
        "ALLOWED_HOSTS": "crm.example.com,127.0.0.1",
        # In a container it is a file system of its own.
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }

    run = start_shop(home=folder / "state", **knobs).ready()

    assert (
        sorted(path.name for path in run.home.iterdir() if path.name in {"postgres", "pg-sock", "kv-sock"})
        == []
    )
    wait_until(lambda: run.answers("/readyz"))
    assert_role_owns_nothing(servers.app)
    assert run.end() == 0
    assert run.left() == []


def assert_role_owns_nothing(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for forbidden in (
            "CREATE TABLE mine (id int)",
            "DROP TABLE shop_auditentry",
            "DELETE FROM shop_auditentry",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
