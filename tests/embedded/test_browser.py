"""Which Chromium the browser tests use."""

from pathlib import Path

import pytest

from crm.embedded import browser


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser."""
    for name in ("CHROMIUM", "CI", "REQUIRE_BROWSER", "INSTALL_BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setattr(browser, "UNPACKED", tmp_path / "browser")
    monkeypatch.setattr(browser, "MAC", tmp_path / "none")
    return tmp_path


def make_program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_find_prefers_the_one_named_by_hand(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_program(bare / "bin" / "chromium")
    monkeypatch.setenv("CHROMIUM", "/opt/mine")

    assert browser.find() == Path("/opt/mine")


def test_find_looks_on_path_then_at_playwright_then_at_ours(bare: Path) -> None:
    ours = make_program(bare / "browser" / "chromium")
    assert browser.find() == ours

    playwrights = make_program(bare / "playwright" / "chromium-1200" / "chrome-linux" / "chrome")
    assert browser.find() == playwrights

    on_path = make_program(bare / "bin" / "chromium")
    assert browser.find() == on_path


def test_find_on_a_bare_machine_is_nothing(bare: Path) -> None:
    assert browser.find() is None


def test_environment_is_only_for_ours(bare: Path) -> None:
    assert browser.environment(Path("/usr/bin/chromium")) == {}
    assert browser.environment(bare / "browser" / "chromium")["FONTCONFIG_PATH"] == str(bare / "browser")


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("1", 1)])
def test_main_without_a_browser_is_loud_and_fails_in_ci(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(browser, "install", lambda: None)

    assert browser.main() == status
    assert "NO BROWSER" in capsys.readouterr().err
