"""Only named files leave node_modules, and a missing one is a mistake."""

from pathlib import Path
from typing import Any

import pytest

from crm.web.npm_finder import FrontEndPackagesAreMissing, NpmFinder


@pytest.fixture
def finder(settings: Any, tmp_path: Path) -> NpmFinder:
    for name in ("chart.js/dist/chart.umd.js", "chart.js/package.json", "chart.js/dist/notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    settings.NPM_ROOT = tmp_path
    settings.NPM_STATIC = {"chart.js": ["dist/*"]}
    return NpmFinder()


def test_find_gives_a_named_file(finder: NpmFinder, tmp_path: Path) -> None:
    found = str(tmp_path / "chart.js" / "dist" / "chart.umd.js")

    assert finder.find("chart.js/dist/chart.umd.js") == found
    assert finder.find("chart.js/dist/chart.umd.js", find_all=True) == [found]


@pytest.mark.parametrize("name", ["chart.js/package.json", "chart.js/../secret", "other/file.js"])
def test_find_gives_nothing_else(finder: NpmFinder, name: str) -> None:
    assert finder.find(name) == []


def test_list_leaves_out_what_collectstatic_ignores(finder: NpmFinder) -> None:
    assert [name for name, _storage in finder.list(["*.txt"])] == ["chart.js/dist/chart.umd.js"]
    assert len(list(finder.list(None))) == 2


def test_check_names_a_package_that_has_moved_a_file(finder: NpmFinder, settings: Any) -> None:
    assert finder.check() == []

    settings.NPM_STATIC = {"chart.js": ["build/*"]}

    assert [problem.id for problem in finder.check()] == ["web.E001"]
    with pytest.raises(FrontEndPackagesAreMissing, match=r"chart.js/build/\* is not in .* Run: make front"):
        finder.find("chart.js/build/chart.js")
