"""What is fetched for the tests is used by them."""

import re
import tomllib
from importlib.metadata import packages_distributions

from crm.embedded.places import REPOSITORY

NAME = re.compile(r"[\w-]+")


def test_every_package_for_the_tests_is_used() -> None:
    groups = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["dependency-groups"]
    # The plugins of pytest are found by pytest itself.
    packages = {NAME.match(wanted)[0] for wanted in groups["test"]}
    wanted = {package for package in packages if not package.startswith("pytest")}
    said = {
        word
        for folder in ("crm", "tests")
        for path in (REPOSITORY / folder).rglob("*.py")
        for word in re.findall(r"\w+", path.read_text())
    }

    modules = packages_distributions().items()
    used = {package.lower() for module, given in modules if module in said for package in given}

    assert wanted - used == set()
