"""Which Chromium the browser tests use."""

import io
import os
import platform
import sys
import tarfile
import types
from pathlib import Path

import brotli
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


def script(path: Path, *lines: str) -> None:
    """A small program that stands in for one of the system's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


def as_root_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("CI", "1")


@pytest.mark.parametrize("package", browser.PACKAGES)
def test_install_as_root_in_ci_asks_the_system_for_one_it_has(
    bare: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    as_root_in_ci(monkeypatch)
    program = bare / "bin" / package
    brought = f": > {program}; /bin/chmod 755 {program}"
    script(bare / "bin" / "apt-get", f'case "$*" in *" {package}") {brought};; *) exit 1;; esac')

    assert browser.install() == program


def test_install_where_the_system_has_none_and_npm_has_none_is_nothing(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_root_in_ci(monkeypatch)
    script(bare / "bin" / "apt-get", "exit 1")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    assert browser.install() is None


@pytest.fixture
def packed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the npm package holds; `npm ci` puts it in place instead of the network."""
    folder = bare / "packed"
    folder.mkdir()
    for name in browser.ARCHIVES:
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as archive:
            archive.addfile(tarfile.TarInfo(f"lib/{name}"))
        (folder / f"{name}.tar.br").write_bytes(brotli.compress(content.getvalue()))
    (folder / "chromium.br").write_bytes(brotli.compress(b"the program"))
    script(
        bare / "python" / "python",
        "/bin/mkdir -p node_modules/@sparticuz/chromium",
        f"/bin/cp -r {folder} node_modules/@sparticuz/chromium/bin",
    )
    monkeypatch.setattr(sys, "executable", str(bare / "python" / "python"))
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(sys, "platform", "linux")
    return folder


def test_install_from_npm_unpacks_the_whole_package(bare: Path, packed: Path) -> None:
    found = browser.install()

    assert found == bare / "browser" / "chromium"
    assert found.read_bytes() == b"the program"
    assert found.stat().st_mode & 0o777 == 0o755
    assert {path.name for path in (bare / "browser" / "lib").iterdir()} == set(browser.ARCHIVES)
    assert not (bare / "browser-package").exists()
    assert browser.main() == 0


def test_install_from_npm_without_a_network_is_nothing(bare: Path, packed: Path) -> None:
    script(bare / "python" / "python", "exit 1")

    assert browser.install() is None
    assert browser.find() is None


def test_runs_of_a_program_that_is_not_there_is_false(bare: Path) -> None:
    assert not browser.runs("no-such-program")


@pytest.fixture
def driver(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Playwright as it is installed, with a node of its own."""
    package = types.ModuleType("playwright")
    package.__file__ = str(bare / "playwright" / "__init__.py")
    monkeypatch.setitem(sys.modules, "playwright", package)
    monkeypatch.setattr(sys, "executable", str(bare / "venv" / "python"))
    # Set and taken away again, so that whatever the test leaves behind is put back.
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "")
    monkeypatch.delenv("PLAYWRIGHT_NODEJS_PATH")
    return bare / "playwright" / "driver" / "node"


@pytest.mark.parametrize(("works", "used"), [("exit 0", None), ("exit 127", "venv/node")])
def test_use_working_node_prefers_playwrights_own(
    bare: Path, driver: Path, works: str, used: str | None
) -> None:
    script(driver, works)
    script(bare / "venv" / "node", "exit 0")

    browser.use_working_node()

    assert os.environ.get("PLAYWRIGHT_NODEJS_PATH") == (used and str(bare / used))


def test_use_working_node_without_any_leaves_the_matter_to_playwright(driver: Path) -> None:
    browser.use_working_node()

    assert "PLAYWRIGHT_NODEJS_PATH" not in os.environ


def test_use_working_node_respects_a_choice(driver: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/opt/node")

    browser.use_working_node()

    assert os.environ["PLAYWRIGHT_NODEJS_PATH"] == "/opt/node"
