"""The list of what we ship names every package of both lock files (S48)."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crm.embedded.places import REPOSITORY


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not importlib.util.find_spec("cyclonedx_py"):
        pytest.skip("NO CYCLONEDX: make check installs it")
    folder = tmp_path_factory.mktemp("sbom")
    done = subprocess.run(
        ["sh", REPOSITORY / "crm" / "embedded" / "sbom.sh", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def components(path: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads(path.read_text())
    assert listed["bomFormat"] == "CycloneDX"
    return {component["name"]: component for component in listed["components"]}


def test_sbom_names_every_python_package_with_its_hashes(lists: Path) -> None:
    locked = (REPOSITORY / "requirements" / "run.txt").read_text()
    names = set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==", locked, re.MULTILINE))

    found = components(lists / "python.json")

    assert "django" in found
    assert set(found) == names
    assert all(component["externalReferences"][0]["hashes"] for component in found.values())


def test_sbom_names_every_front_end_package(lists: Path) -> None:
    locked = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"]
    names = {path.removeprefix("node_modules/") for path in locked if path}

    assert set(components(lists / "front-end.json")) == names


def test_sbom_goes_to_a_folder_that_is_never_committed() -> None:
    makefile = (REPOSITORY / "Makefile").read_text()

    assert "SBOM := var/sbom" in makefile
    assert "/var/" in (REPOSITORY / ".gitignore").read_text().splitlines()
