"""Production starts only when it is safe (S01, S02)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "kP3vX8qZ1mN6bT4wR9yH2jL7dF5gS0aC-uE_iO.xVtBnQrYw",
    "ALLOWED_HOSTS": "shop.example",
    "PUBLIC_URL": "https://shop.example",
    "DATABASE_URL": "postgresql://regulars_app:long-and-own@db.example:5432/regulars",
    "REDIS_URL": "redis://:long-and-own@kv.example:6379/0",
    "EMAIL_URL": "smtp://mail.example:587",
}
SAFE["SECRET_KEY"] += "0123456789"


def start(**changed: str | None) -> subprocess.CompletedProcess[str]:
    surroundings = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    wanted = {name: value for name, value in (SAFE | changed).items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        check=False,
        cwd=ROOT,
        env=surroundings | wanted,
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_djangos_own_check():
    done = start()

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short-secret-of-mine"}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + "x1y2z3a4b5" * 6}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "postgresql://regulars:postgres@db.example/regulars"}, "DATABASE_URL"),
        ({"REDIS_URL": "redis://kv.example:6379/0"}, "REDIS_URL"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"SECRET_KEY_FILE": "/nowhere/secret"}, "SECRET_KEY_FILE"),
    ],
)
def test_an_unsafe_start_is_refused_and_names_the_setting(changed, named):
    done = start(**changed)

    assert done.returncode != 0
    assert named in done.stderr
    secret = changed.get("SECRET_KEY") or changed.get("DATABASE_URL") or "nothing secret"
    assert secret not in done.stderr
