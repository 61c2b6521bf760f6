"""What a start does before the first page, and when it refuses to open the door.

That it opens the demo in an empty database is tested with the demo (tests/crm/demo/test_opening.py).
"""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """`manage.py prepare` with these variables, and what it says."""
    for name in ("SHOP", "LAN"):
        monkeypatch.delenv(name, raising=False)

    def run(**variables: str) -> str:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        call_command("prepare", "--no-static")
        return capsys.readouterr().out

    return run


def test_tables_between_two_versions_are_left_alone_and_the_way_out_is_told(
    prepare: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    MigrationRecorder(connection).record_unapplied("customers", "0019_forgetting_somebody")

    with pytest.raises(SystemExit):
        prepare()

    assert "older than 27 November 2026" in capsys.readouterr().err
    assert ShopSettings.current() is None


def test_prepare_for_an_empty_shop_opens_none(prepare: Callable[..., str]) -> None:
    assert prepare(SHOP="empty") == "open the page to name your shop\n"
    assert ShopSettings.current() is None


def test_prepare_does_not_bring_a_cleared_demo_back(prepare: Callable[..., str], shop: ShopSettings) -> None:
    audit.record("shop.demo_cleared", shop, by=None)
    shop.delete()

    prepare()

    assert ShopSettings.current() is None


def test_prepare_of_a_real_shop_changes_nothing(prepare: Callable[..., str], olga: User) -> None:
    assert prepare(LAN="1") == "sign in with your own account\n"
    assert User.objects.get() == olga


def refusal(prepare: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a person reads who may not open this door to the network."""
    with pytest.raises(SystemExit) as refused:
        prepare(LAN="1", SHOP="empty")
    assert refused.value.code == 3
    return capsys.readouterr().err


def test_prepare_for_the_network_opens_no_shop_without_an_owner(
    prepare: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "opens no shop that has no owner yet" in refusal(prepare, capsys)


def test_prepare_for_the_network_does_not_open_the_demo(
    prepare: Callable[..., str], capsys: pytest.CaptureFixture[str], olga: User
) -> None:
    User.objects.update(is_demo=True)

    assert "its passwords are public" in refusal(prepare, capsys)


OPEN = ("open_shop", "--shop-name", "Paper", "--owner-name", "Olga")


def test_open_shop_asks_for_the_password_when_nobody_gave_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OWNER_PASSWORD", raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _question: "correct horse battery staple")

    call_command(*OPEN, "--owner-email", "olga@paper.example")

    assert User.objects.get().check_password("correct horse battery staple")
    assert capsys.readouterr().out == "Paper is open; olga@paper.example is its owner.\n"


@pytest.mark.parametrize(
    ("email", "password"),
    [("nobody", "correct horse battery staple"), ("olga@paper.example", "short")],
)
def test_open_shop_refuses_what_the_page_would_refuse(
    monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    monkeypatch.setenv("OWNER_PASSWORD", password)

    with pytest.raises(CommandError):
        call_command(*OPEN, "--owner-email", email)

    assert ShopSettings.current() is None


def test_open_shop_twice_is_refused(monkeypatch: pytest.MonkeyPatch, shop: ShopSettings) -> None:
    monkeypatch.setenv("OWNER_PASSWORD", "correct horse battery staple")

    with pytest.raises(CommandError, match="already"):
        call_command(*OPEN, "--owner-email", "olga@paper.example")


def test_open_shop_without_tables_says_how_to_make_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_PASSWORD", "correct horse battery staple")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shop_shopsettings RENAME TO elsewhere")

    with pytest.raises(CommandError, match=r"no tables yet.*manage\.py prepare"):
        call_command(*OPEN, "--owner-email", "olga@paper.example")


def test_backup_that_cannot_be_written_says_so(tmp_path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match=r"^No backup was made\."):
        call_command("backup", str(tmp_path / "file"))
