"""What was asked for, and what each process is told."""

import socket
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from crm.embedded import plan as plans
from crm.embedded.places import CannotStart
from crm.embedded.plan import Plan, commands, common_environment, owner_environment, read_plan

HOME = Plan(Path("/srv/shop"), 8000)
LAN = Plan(Path("/srv/shop"), 8000, ("192.168.1.20",), is_on_network=True)


@pytest.fixture
def state(tmp_path: Path) -> Plan:
    return Plan(tmp_path, 8123)


def test_read_plan_listens_on_this_machine_only() -> None:
    plan = read_plan({})

    assert (plan.bind, plan.url) == ("127.0.0.1", "http://localhost:8000")


@pytest.mark.parametrize("port", ["eighty", "80a", "-1"])
def test_read_plan_refuses_what_is_no_port(port: str) -> None:
    with pytest.raises(CannotStart, match="make run PORT=8000"):
        read_plan({"PORT": port})


def test_read_plan_for_the_network_needs_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "network_addresses", lambda: ())

    with pytest.raises(CannotStart, match="no address on a private network"):
        read_plan({"LAN": "1"})


def test_plan_for_the_network_is_https_on_the_tablets_address() -> None:
    assert LAN.url == "https://192.168.1.20:8000"
    assert LAN.own_url == "https://127.0.0.1:8000"
    assert LAN.bind == "0.0.0.0"
    assert "192.168.1.20" in LAN.names


def test_network_addresses_are_private_and_home_like_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def card(*addresses: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(family=socket.AF_INET, address=address) for address in addresses]

    cards = {
        "lo": card("127.0.0.1"),
        "a": card("172.17.0.1", "8.8.8.8"),
        "b": card("192.168.1.5"),
        "off": card("10.0.0.1"),
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: cards)
    monkeypatch.setattr(
        psutil, "net_if_stats", lambda: {name: SimpleNamespace(isup=name != "off") for name in cards}
    )

    assert plans.network_addresses() == ("192.168.1.5", "172.17.0.1")


def test_common_environment_never_has_the_owners_address(state: Plan) -> None:
    told = common_environment(
        state, {"DATABASE_OWNER_URL": "postgresql://boss@/x", "DATABASE_OWNER_URL_FILE": "/x"}
    )

    assert "DATABASE_OWNER_URL" not in told
    assert "DATABASE_OWNER_URL_FILE" not in told
    assert told["DATABASE_URL"].startswith("postgresql://regulars_app@/")
    assert told["PUBLIC_URL"] == "http://localhost:8123"


def test_common_environment_lets_counters_meet_when_somebody_may_look(state: Plan) -> None:
    assert "PROMETHEUS_MULTIPROC_DIR" not in common_environment(state, {})
    assert common_environment(state, {"METRICS_TOKEN": "x"})["PROMETHEUS_MULTIPROC_DIR"] == str(
        state.counters
    )


def test_common_environment_keeps_what_was_set_by_hand(state: Plan) -> None:
    told = common_environment(
        state,
        {
            "PUBLIC_URL": "https://shop.example",
            "SECRET_KEY": "given",
            "REDIS_URL": "",
            "EMAIL_URL": "smtp://m",
        },
    )

    assert told["PUBLIC_URL"] == "https://shop.example"
    assert told["ALLOWED_HOSTS"] == "127.0.0.1,localhost,shop.example"
    assert told["EMAIL_URL"] == "smtp://m"
    assert told["REDIS_URL"].startswith("unix://")
    assert "SECRET_KEY_FILE" not in told


def test_owner_environment_is_the_owners_of_our_own_server(state: Plan) -> None:
    told = owner_environment(state, {})

    assert told["DATABASE_OWNER_URL"].startswith("postgresql://regulars_owner@/")


def test_owner_environment_of_another_server_falls_back_to_its_one_address(state: Plan) -> None:
    told = owner_environment(state, {"DATABASE_URL": "postgresql://one@db/x"})

    assert "DATABASE_OWNER_URL" not in told
    assert told["DATABASE_URL"] == "postgresql://one@db/x"


def test_owner_environment_of_another_server_uses_the_owner_that_is_given(state: Plan) -> None:
    told = owner_environment(
        state, {"DATABASE_URL": "postgresql://one@db/x", "DATABASE_OWNER_URL": "postgresql://boss@db/x"}
    )

    assert told["DATABASE_OWNER_URL"] == "postgresql://boss@db/x"


def test_commands_use_a_certificate_on_the_network_only() -> None:
    assert "--certfile" not in commands(HOME)["web"]
    assert "/srv/shop/lan/shop.pem" in commands(LAN)["web"]
    assert list(commands(HOME)) == ["web", "worker", "letters", "clock"]
