"""Production starts only when it is safe (S01, S02)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from crm.safety import refuse_unsafe_start

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
    passed_on = ("PATH", "HOME", "COVERAGE_PROCESS_CONFIG")
    surroundings = {name: os.environ[name] for name in passed_on if name in os.environ}
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


AT_HOME = {
    "IS_PRODUCTION": False,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["localhost"],
    "SECRET_KEY": "short",
    "DATABASE_URL": "postgresql://regulars:postgres@localhost/regulars",
    "REDIS_URL": "redis://localhost:6379/0",
}
ON_A_SERVER = {
    "IS_PRODUCTION": True,
    "ALLOWED_HOSTS": ["shop.example"],
    "SECRET_KEY": SAFE["SECRET_KEY"],
}


@pytest.mark.parametrize("changed", [{}, {"DEBUG": True}, ON_A_SERVER])
def test_a_start_on_one_machine_needs_no_passwords(changed):
    refuse_unsafe_start(AT_HOME | changed)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS"),
        ({"DEBUG": True, "ALLOWED_HOSTS": ["shop.example"]}, "DEBUG must be off when"),
        (ON_A_SERVER | {"DEBUG": True, "ALLOWED_HOSTS": ["localhost"]}, "DEBUG must be off in production"),
        (ON_A_SERVER | {"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        (ON_A_SERVER | {"REDIS_URL": "redis://:redis@kv.example:6379/0"}, "REDIS_URL"),
    ],
)
def test_what_would_be_unsafe_is_refused_without_its_value(changed, named):
    with pytest.raises(ImproperlyConfigured, match=named) as refused:
        refuse_unsafe_start(AT_HOME | changed)

    assert "kv.example" not in str(refused.value)
