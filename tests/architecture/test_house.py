"""The budgets of the house: short functions, short files, plain names, no signals, no admin."""

import ast
import subprocess
from functools import cache
from itertools import chain
from pathlib import Path
from statistics import mean, median, quantiles
from typing import NamedTuple

import pytest

# By one worker: what was read once is there for the others.
pytestmark = pytest.mark.xdist_group("house")
ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("crm", "customers", "engagement", "feedback", "metrics")
FORBIDDEN_FILES = {"utils", "helpers", "common", "misc", "base", "managers", "services"}
FORBIDDEN_NAMES = {"data", "info", "obj"}
AT_THE_ROOT = {
    *("manage.py", "pyproject.toml", "crm", "customers", "engagement", "feedback", "metrics"),
    *("templates", "static", "tests", "docker-compose.yml", "README.md", "Makefile", "Dockerfile"),
    *("requirements", "package.json", "package-lock.json", ".npmrc", "docs", ".ci", ".gitignore"),
    *("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", ".env.example", ".dockerignore", "LICENSE"),
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    found = chain.from_iterable((ROOT / room).rglob("*.py") for room in ROOMS)
    return [path for path in found if "migrations" not in path.parts]


class Said(NamedTuple):
    """What a file says: the length of each of its functions and how much it takes; every name it gives."""

    functions: list[tuple[str, int, int]]
    names: list[tuple[int, str]]


@cache
def read(path: Path) -> Said:
    """Once for all tests; the trees themselves would fill the memory."""
    said = Said([], [])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            takes = len(node.args.args) + len(node.args.kwonlyargs)
            said.functions.append((node.name, (node.end_lineno or 0) - node.lineno + 1, takes))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            said.names.append((node.lineno, node.id))
    return said


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_files_are_short():
    lengths = {path: len(path.read_text().splitlines()) for path in sources()}

    assert {str(path): lines for path, lines in lengths.items() if lines > 300} == {}
    assert mean(lengths.values()) <= 80


def test_functions_are_short():
    lengths = {f"{path}:{name}": lines for path in sources() for name, lines, _takes in read(path).functions}

    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}
    assert median(lengths.values()) <= 8
    assert quantiles(lengths.values(), n=10)[-1] <= 20


def test_functions_take_few_things():
    greedy = [
        f"{path}:{name}" for path in sources() for name, _lines, takes in read(path).functions if takes > 8
    ]

    assert greedy == []


def test_files_have_telling_names():
    assert [str(path) for path in sources() if path.stem in FORBIDDEN_FILES] == []


def test_names_in_the_code_say_what_they_are():
    vague = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sources()
        for line, name in read(path).names
        if name in FORBIDDEN_NAMES
    ]

    assert vague == []


def test_public_functions_of_the_actions_say_what_they_do():
    silent = [
        f"{path.relative_to(ROOT)}:{f.name}"
        for path in sources()
        if path.parent.name == "actions"
        for f in ast.parse(path.read_text()).body
        if isinstance(f, Function) and not f.name.startswith("_") and not ast.get_docstring(f)
    ]

    # one-line readers explain themselves
    assert [name for name in silent if not name.endswith("_of")] == []


def test_the_root_holds_only_what_it_may():
    assert {name.partition("/")[0] for name in committed()} <= AT_THE_ROOT


SIGNALS = ["Signal(", "models.signals", "models import signals", "post_save", "signals.pre_save"]


@pytest.mark.parametrize("word", [*SIGNALS, "django.contrib.admin", "pickle.load"])
def test_the_house_does_without(word):
    assert [str(path) for path in sources() if word in path.read_text()] == []


def test_code_of_others_is_not_committed():
    large = [
        name
        for name in committed()
        if name.endswith((".js", ".css")) and (ROOT / name).stat().st_size > 60_000
    ]

    assert [name for name in committed() if ".min." in name] + large == []


def test_lock_files_name_no_registry():
    locks = [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"]

    assert [
        lock.name for lock in locks if "index-url" in lock.read_text() or '"resolved"' in lock.read_text()
    ] == []
    assert all("--hash=sha256:" in lock.read_text() for lock in locks if lock.suffix == ".txt")


def test_own_script_is_short():
    lines = sum(len(path.read_text().splitlines()) for path in (ROOT / "static").rglob("*.js"))

    assert lines <= 600
