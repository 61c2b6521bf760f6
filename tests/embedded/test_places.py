"""Where the state lives, and the addresses of its services."""

import os
import pwd
from pathlib import Path

import pytest

from crm.embedded import places


def test_home_is_the_chosen_folder_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REGULARS_HOME", "mine")

    assert places.home() == tmp_path / "mine"


def test_home_without_a_choice_is_var_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGULARS_HOME", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert places.home() == places.REPOSITORY / "var"


def test_home_of_root_with_a_private_checkout_is_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("REGULARS_HOME", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(places, "REPOSITORY", tmp_path / "private" / "checkout")
    (tmp_path / "private").mkdir(mode=0o700)

    assert places.home().parent == Path("/var/lib")


def test_service_account_is_only_for_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert places.service_account() is None


def test_service_account_of_root_is_not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    account = places.service_account()

    assert account
    assert account.uid != 0


def test_socket_directory_stays_short_enough_for_a_socket() -> None:
    deep = Path("/" + "/".join(["a-rather-long-name"] * 8))

    assert places.socket_directory(Path("/srv/shop"), "pg") == Path("/srv/shop/pg-sock")
    assert len(str(places.socket_directory(deep, "pg"))) <= places.LONGEST_SOCKET_DIRECTORY
    assert places.socket_directory(deep, "pg") != places.socket_directory(deep / "other", "pg")


def test_addresses_name_role_database_and_socket() -> None:
    state = Path("/srv/shop")

    assert places.database_url(state) == "postgresql://regulars_app@/regulars?host=/srv/shop/pg-sock"
    assert places.redis_url(state) == "unix:///srv/shop/kv-sock/kv.sock"


def test_secret_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    path = places.secret_key_file(tmp_path)
    first = path.read_text()

    assert len(first) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert places.secret_key_file(tmp_path).read_text() == first


def test_make_private_refuses_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(places.CannotStart, match="symbolic link"):
        places.make_private(tmp_path / "link", account=None)


def test_make_private_refuses_a_folder_of_somebody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4242)

    with pytest.raises(places.CannotStart, match="REGULARS_HOME"):
        places.make_private(tmp_path, account=None)


def test_make_state_where_it_cannot_be_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(places.CannotStart, match="REGULARS_HOME"):
        places.make_state(tmp_path / "file" / "below")


def test_service_account_of_root_without_any_account_names_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", nobody)

    with pytest.raises(places.CannotStart, match="Set DATABASE_URL"):
        places.service_account()


def test_make_state_in_a_folder_of_somebody_else_names_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "access", lambda *_asked: False)

    with pytest.raises(places.CannotStart, match="belongs to another user"):
        places.make_state(tmp_path)


def test_make_private_gives_the_folder_to_the_service_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda _path, uid, gid: given.append((uid, gid)))

    places.make_private(tmp_path / "cluster", account=places.Account(70, 71))

    assert given == [(70, 71)]
    assert (tmp_path / "cluster").stat().st_mode & 0o777 == 0o700
