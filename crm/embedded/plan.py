"""What `make run` was asked for, and the environment each of its processes gets."""

import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from crm.embedded.addresses import is_private_address
from crm.embedded.places import (
    OWNER_ROLE,
    CannotStart,
    database_url,
    home,
    redis_url,
    secret_key_file,
)

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Plan:
    """One run, as asked for by the environment."""

    state: Path
    port: int
    addresses: tuple[str, ...] = ()
    is_on_network: bool = False

    @property
    def bind(self) -> str:
        """Where the web server listens: this machine only, unless the shop's network was asked for."""
        return "0.0.0.0" if self.is_on_network else LOOPBACK  # noqa: S104 - only with LAN=1 and TLS

    @property
    def url(self) -> str:
        """The address to open: by name, because passkeys do not work on bare numbers."""
        if not self.is_on_network:
            return f"http://localhost:{self.port}"
        return f"https://{self.addresses[0]}:{self.port}"

    @property
    def own_url(self) -> str:
        """The address we ourselves ask whether the web server lives."""
        return f"{'https' if self.is_on_network else 'http'}://{LOOPBACK}:{self.port}"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a browser may call us by."""
        return (
            (LOOPBACK, "localhost", *self.addresses, *host_names())
            if self.is_on_network
            else (LOOPBACK, "localhost")
        )

    @property
    def certificates(self) -> Path:
        """The folder of the shop's own certificate."""
        return self.state / "lan"

    @property
    def counters(self) -> Path:
        """The folder in which the counters of all processes of one run meet."""
        return self.state / "counters"


def read_plan(environment: Mapping[str, str]) -> Plan:
    """The knobs PORT, REGULARS_HOME and LAN."""
    port = environment.get("PORT") or "8000"
    if not port.isdigit():
        raise CannotStart(f"PORT={port} is not a number: make run PORT=8000")
    on_network = environment.get("LAN", "") not in {"", "0"}
    addresses = network_addresses() if on_network else ()
    if on_network and not addresses:
        raise CannotStart(
            "LAN=1: this machine has no address on a private network. Connect it, or run without LAN=1."
        )
    return Plan(home(), int(port), addresses, on_network)


def network_addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses on private networks, the likeliest first."""
    active = {name for name, card in psutil.net_if_stats().items() if card.isup}
    found = {
        entry.address
        for name, entries in psutil.net_if_addrs().items()
        if name in active
        for entry in entries
        if entry.family == socket.AF_INET and is_private_address(entry.address)
    }
    # Containers and virtual machines mostly take 172.16/12; a shop's router mostly gives 192.168 or 10.
    return tuple(sorted(found, key=lambda address: (address.startswith("172."), address)))


def host_names() -> tuple[str, ...]:
    """This machine's name as it stands and as phones and tablets find it."""
    name = socket.gethostname().split(".")[0].lower()
    return (name, f"{name}.local") if name and name != "localhost" else ()


def common_environment(plan: Plan, given: Mapping[str, str]) -> dict[str, str]:
    """For web, worker and clock: the role that can change no table, and never the owner's address."""
    chosen = {
        "REGULARS_HOME": str(plan.state),
        "ENVIRONMENT": "home",
        "PUBLIC_URL": plan.url,
        "DATABASE_URL": database_url(plan.state),
        "REDIS_URL": redis_url(plan.state),
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "PYTHONUNBUFFERED": "1",
        # `manage.py prepare` has just made these checks; a worker would load every page for them.
        "CELERY_SKIP_CHECKS": "1",
        # Celery warns at length about root, where every other process of ours is also root.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    }
    set_by_hand = {name: value for name, value in given.items() if value or name not in chosen}
    environment = {**chosen, **set_by_hand, "REGULARS_HOME": str(plan.state)}
    if not is_given("SECRET_KEY", given):
        environment["SECRET_KEY_FILE"] = str(secret_key_file(plan.state))
    environment.setdefault("ALLOWED_HOSTS", allowed_hosts(plan, environment["PUBLIC_URL"]))
    if is_given("METRICS_TOKEN", given):
        environment.setdefault("PROMETHEUS_MULTIPROC_DIR", str(plan.counters))
    environment.pop("DATABASE_OWNER_URL", None)
    environment.pop("DATABASE_OWNER_URL_FILE", None)
    return environment


def allowed_hosts(plan: Plan, public_url: str) -> str:
    """The names we answer to, the public one among them."""
    return ",".join(dict.fromkeys([*plan.names, urlsplit(public_url).hostname or "localhost"]))


def owner_environment(plan: Plan, given: Mapping[str, str]) -> dict[str, str]:
    """For `manage.py prepare`: the owner of the tables."""
    environment = common_environment(plan, given)
    if is_given("DATABASE_OWNER_URL", given):
        named = ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE")
        return environment | {name: given[name] for name in named if given.get(name)}
    if is_given("DATABASE_URL", given):
        return environment
    return environment | {"DATABASE_OWNER_URL": database_url(plan.state, role=OWNER_ROLE)}


def is_given(name: str, given: Mapping[str, str]) -> bool:
    """Set by hand, as NAME or as NAME_FILE."""
    return bool(given.get(name) or given.get(f"{name}_FILE"))


def commands(plan: Plan) -> dict[str, list[str]]:
    """The processes of a shop."""
    web = [
        "gunicorn",
        "--bind",
        f"{plan.bind}:{plan.port}",
        "--worker-class",
        "crm.web.door.Door",
        "--workers",
        "2",
        "--threads",
        "4",
    ]
    web += [
        "--preload",
        "--no-control-socket",
        "--graceful-timeout",
        "8",
        *tls_options(plan),
        "crm.wsgi:application",
    ]
    celery = "crm.embedded.celery_command"
    worker = [celery, "-A", "crm", "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    # Letters have a process of their own: no import and no newsletter keeps a password reset waiting.
    letters = [*worker, "--queues", "letters", "--pool", "solo", "--hostname", "letters@%h"]
    worker += ["--queues", "celery,bulk", "--concurrency", "2"]
    clock = [celery, "-A", "crm.clock", "beat", "--loglevel", "INFO", "--pidfile="]
    clock += ["--schedule", str(plan.state / "clock-schedule")]
    named = {"web": web, "worker": worker, "letters": letters, "clock": clock}
    return {name: [sys.executable, "-m", *command] for name, command in named.items()}


def tls_options(plan: Plan) -> list[str]:
    """The certificate of LAN=1."""
    if not plan.is_on_network:
        return []
    return [
        "--certfile",
        str(plan.certificates / "shop.pem"),
        "--keyfile",
        str(plan.certificates / "shop-key.pem"),
    ]
