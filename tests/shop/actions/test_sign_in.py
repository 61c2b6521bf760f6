"""The counters behind the door (S12)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from crm.shop.actions.sign_in import (
    PER_ACCOUNT,
    PER_ADDRESS,
    TooManyTries,
    clear,
    clear_limits,
    give_back,
    neighbourhood,
    take,
)
from crm.shop.models import AuditEntry, User

pytestmark = pytest.mark.django_db


def test_take_refuses_the_eleventh_and_names_the_wait() -> None:
    for _number in range(10):
        take(PER_ACCOUNT, "a@b.example")

    with pytest.raises(TooManyTries) as refusal:
        take(PER_ACCOUNT, "a@b.example")

    assert 890 < refusal.value.seconds <= 901


def test_take_begins_anew_when_the_window_is_over() -> None:
    for _number in range(10):
        take(PER_ACCOUNT, "a@b.example")

    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        take(PER_ACCOUNT, "a@b.example")


def test_give_back_makes_room() -> None:
    for _number in range(10):
        take(PER_ACCOUNT, "a@b.example")
    give_back(PER_ACCOUNT, "a@b.example")

    take(PER_ACCOUNT, "a@b.example")

    with pytest.raises(TooManyTries):
        take(PER_ACCOUNT, "a@b.example")


def test_accounts_do_not_share_a_counter() -> None:
    for _number in range(10):
        take(PER_ACCOUNT, "a@b.example")

    take(PER_ACCOUNT, "c@b.example")


@pytest.mark.parametrize(
    ("address", "counted"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::"), ("nonsense", "nonsense")],
)
def test_one_household_is_one_address(address: str, counted: str) -> None:
    assert neighbourhood(address) == counted


def test_clear_limits_lets_an_account_try_again(olga: User, capsys: pytest.CaptureFixture[str]) -> None:
    for _number in range(10):
        take(PER_ACCOUNT, olga.email)

    call_command("clear_login_limits", olga.email.upper())

    take(PER_ACCOUNT, olga.email)
    assert "1 counters cleared" in capsys.readouterr().out
    assert AuditEntry.objects.get(verb="sign_in.limits_cleared").about == f"shop.user:{olga.pk}"
    assert clear_limits("nobody@shop.example") == 0
    assert not clear(PER_ADDRESS, "203.0.113.7")
