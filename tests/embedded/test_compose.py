"""docker-compose.yml holds together. No container engine is at hand, so this is all that checks it."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from crm.embedded.places import REPOSITORY

COMPOSE = REPOSITORY / "docker-compose.yml"
ENV_EXAMPLE = REPOSITORY / ".env.example"
OURS = ("migrate", "web", "worker", "letters", "clock")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text())


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return compose["services"]


def source_files() -> str:
    return "".join(path.read_text() for path in (REPOSITORY / "crm").rglob("*.py"))


def test_compose_file_follows_the_schema() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_dependency_volume_config_and_network_exists(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert set(service.get("networks", {})) <= set(compose["networks"]), name
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(compose["volumes"]), (
            name
        )
        assert {config["source"] for config in service.get("configs", [])} <= set(compose["configs"]), name


def test_dependencies_on_health_have_a_health_check(services: dict[str, dict[str, Any]]) -> None:
    dockerfile = (REPOSITORY / "Dockerfile").read_text()
    for service in services.values():
        for name, wanted in service.get("depends_on", {}).items():
            if wanted["condition"] == "service_healthy":
                assert services[name].get("healthcheck") or "HEALTHCHECK" in dockerfile


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_do_as_little_as_possible(services: dict[str, dict[str, Any]], name: str) -> None:
    service = services[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_image_does_not_run_as_root() -> None:
    assert "\nUSER regulars\n" in (REPOSITORY / "Dockerfile").read_text()


def test_only_the_migrations_know_the_owner(services: dict[str, dict[str, Any]]) -> None:
    knowing = {name for name, service in services.items() if "OWNER_PASSWORD" in str(service)}

    assert knowing == {"postgres", "migrate"}


def test_only_caddy_and_mailpit_are_reachable_from_outside(services: dict[str, dict[str, Any]]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"caddy", "mailpit"}
    assert services["mailpit"]["ports"] == ["127.0.0.1:8025:8025"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting(services: dict[str, dict[str, Any]], name: str) -> None:
    known = source_files()

    assert {variable for variable in services[name]["environment"] if f'"{variable}"' not in known} == set()


def test_every_setting_in_compose_is_in_the_example(services: dict[str, dict[str, Any]]) -> None:
    if not ENV_EXAMPLE.exists():
        pytest.fail(".env.example is missing")
    explained = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", ENV_EXAMPLE.read_text(), re.MULTILINE))

    used = {variable for name in OURS for variable in services[name]["environment"]}

    assert used - explained == set()


def test_every_password_must_be_set() -> None:
    asked = re.findall(r"\$\{([A-Z_]+)(:[?-][^}]*)?\}", COMPOSE.read_text())

    assert [name for name, otherwise in asked if "PASSWORD" in name and not otherwise.startswith(":?")] == []


def test_operators_page_explains_every_variable_that_compose_asks_for() -> None:
    page = (REPOSITORY / "docs" / "operate.md").read_text()

    asked = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE.read_text()))

    assert {name for name in asked if name not in page} == set()


def test_commands_are_the_ones_of_make_run(services: dict[str, dict[str, Any]]) -> None:
    from crm.embedded.plan import Plan, commands

    dockerfile = (REPOSITORY / "Dockerfile").read_text()
    at_home = commands(Plan(Path("/srv"), 8000))

    assert at_home["web"][2] in dockerfile
    assert at_home["web"][-1] in dockerfile
    for name in ("worker", "letters"):
        assert services[name]["command"][1:4] == at_home[name][3:6]
        assert queues_of(services[name]["command"]) == queues_of(at_home[name])
    assert services["clock"]["command"][1:4] == at_home["clock"][3:6]


def test_what_gives_way_at_home_gives_way_here(services: dict[str, dict[str, Any]]) -> None:
    from crm.embedded.celery_command import GIVES_WAY

    giving_way = {name for name in OURS if services[name].get("cpu_shares", 1024) < 1024}

    assert (
        giving_way == {name for name in OURS if GIVES_WAY in services[name].get("command", [])} == {"worker"}
    )


def queues_of(command: list[str]) -> str:
    return command[command.index("--queues") + 1]


def test_every_queue_has_a_worker(services: dict[str, dict[str, Any]]) -> None:
    from crm.schedule import CELERY_TASK_ROUTES

    served = {
        queue for name in ("worker", "letters") for queue in queues_of(services[name]["command"]).split(",")
    }

    assert {"celery", *(route["queue"] for route in CELERY_TASK_ROUTES.values())} == served
