"""A wrong value stops the start and names its variable, never what it holds."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from crm.environment import flag, json_object, listed, number, secret, text


def test_text_that_must_be_set_names_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)

    assert text("PUBLIC_URL", "http://localhost") == "http://localhost"
    with pytest.raises(ImproperlyConfigured, match=r"^PUBLIC_URL is not set\. See \.env\.example\.$"):
        text("PUBLIC_URL")


def test_secret_comes_from_its_file_without_the_line_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("SECRET_KEY", "by hand")
    assert secret("SECRET_KEY") == "by hand"

    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert secret("SECRET_KEY") == "from a file"


def test_secret_in_a_file_that_is_not_there_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "none"))

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE cannot be read: No such file"):
        secret("SECRET_KEY")


@pytest.mark.parametrize(
    ("said", "is_on"), [("1", True), (" Yes ", True), ("on", True), ("0", False), ("", False), ("off", False)]
)
def test_flag_understands_yes_and_no(monkeypatch: pytest.MonkeyPatch, said: str, is_on: bool) -> None:
    monkeypatch.setenv("DEBUG", said)

    assert flag("DEBUG", default=not is_on) is is_on


def test_flag_that_is_neither_is_refused_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "perhaps")

    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG must be 1 or 0\.$"):
        flag("DEBUG")


def test_number_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert number("PORT", 8000) == 8000

    monkeypatch.setenv("PORT", "many")
    with pytest.raises(ImproperlyConfigured, match=r"^PORT must be a whole number\.$"):
        number("PORT", 8000)


def test_listed_leaves_out_what_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "shop.example, ,localhost,")

    assert listed("ALLOWED_HOSTS") == ["shop.example", "localhost"]


def test_json_object_is_one_and_its_value_is_in_no_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_PROVIDER_SETTINGS", raising=False)
    assert json_object("MAIL_PROVIDER_SETTINGS") == {}
    monkeypatch.setenv("MAIL_PROVIDER_SETTINGS", '{"KEY": "x"}')
    assert json_object("MAIL_PROVIDER_SETTINGS") == {"KEY": "x"}

    for wrong in ("[1]", "{secret"):
        monkeypatch.setenv("MAIL_PROVIDER_SETTINGS", wrong)
        with pytest.raises(ImproperlyConfigured, match=r"^MAIL_PROVIDER_SETTINGS must be a JSON object\.$"):
            json_object("MAIL_PROVIDER_SETTINGS")
