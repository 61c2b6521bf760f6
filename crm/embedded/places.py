"""Where a shop's state lives on this machine, who may read it, and the addresses of its services."""

import hashlib
import os
import secrets
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

REPOSITORY = Path(__file__).resolve().parents[2]
DATABASE = "regulars"
OWNER_ROLE = "regulars_owner"
APP_ROLE = "regulars_app"

# A socket's path has room for 104 characters on macOS and 108 on Linux, its file name included.
LONGEST_SOCKET_DIRECTORY = 80


class CannotStart(RuntimeError):
    """Something stands in the way; the words are for a person and are shown without a traceback."""


class Account(NamedTuple):
    """The unprivileged account that PostgreSQL runs as when we are root."""

    uid: int
    gid: int


def service_account() -> Account | None:
    """PostgreSQL refuses to run as root: then an account that is already there, otherwise nobody else."""
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise CannotStart(
        "Running as root without an account 'postgres' or 'nobody'. Set DATABASE_URL to a server of yours."
    )


def is_open_to_all(path: Path) -> bool:
    """Every folder above can be passed by any user."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents if parent.exists())


def home() -> Path:
    """The folder of this shop's state: REGULARS_HOME, else var/, always absolute."""
    if chosen := os.environ.get("REGULARS_HOME"):
        return Path(chosen).expanduser().absolute()
    if service_account() and not is_open_to_all(REPOSITORY / "var"):
        # Root with a private home: the service account cannot reach var/, and we never loosen /root.
        return Path("/var/lib") / f"regulars-{short_hash(REPOSITORY)}"
    return REPOSITORY / "var"


def short_hash(path: Path) -> str:
    """Ten characters that stand for a path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def socket_directory(state: Path, service: str) -> Path:
    """Beside the state, or in the system's temporary folder when that path is too long for a socket."""
    beside = state / f"{service}-sock"
    if len(str(beside)) <= LONGEST_SOCKET_DIRECTORY:
        return beside
    return Path(tempfile.gettempdir()) / f"regulars-{os.getuid()}-{short_hash(beside)}"


def database_url(state: Path, *, role: str = APP_ROLE, database: str = DATABASE) -> str:
    """libpq's own spelling, which psql, pg_dump, psycopg and django-environ all read."""
    return f"postgresql://{role}@/{database}?host={quote(str(socket_directory(state, 'pg')))}"


def redis_url(state: Path) -> str:
    """Valkey's socket as a Redis address."""
    return f"unix://{socket_directory(state, 'kv') / 'kv.sock'}"


def secret_key_file(state: Path) -> Path:
    """The file with this shop's SECRET_KEY, made once and readable by us alone."""
    path = state / "secret-key"
    if path.exists():
        return path
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return unfinished.rename(path)


def make_private(path: Path, *, account: Account | None) -> None:
    """A folder only its owner can enter, owned by the service account or by us."""
    path.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        raise CannotStart(f"{path} is a symbolic link, which is not safe here. Remove it and start again.")
    if account:
        os.chown(path, account.uid, account.gid)
    elif path.stat().st_uid != os.getuid():
        raise CannotStart(
            f"{path} belongs to another user (was it started as root before?).\n"
            "Remove it, or choose another place: make run REGULARS_HOME=/path/of/yours"
        )
    path.chmod(0o700)


def make_state(state: Path) -> None:
    """The state folder itself, with a clear word when it cannot be written."""
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"{state} cannot be made ({error.strerror}). Choose another: make run REGULARS_HOME=/path"
        ) from None
    if not os.access(state, os.W_OK):
        raise CannotStart(
            f"{state} belongs to another user. Choose another place: make run REGULARS_HOME=/path/of/yours"
        )
