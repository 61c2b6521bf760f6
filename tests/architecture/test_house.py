"""The budgets of the house: short functions, short files, plain names, no signals, no admin."""

import ast
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import mean, median, quantiles

import pytest

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


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_files_are_short():
    lengths = {path: len(path.read_text().splitlines()) for path in sources()}

    assert {str(path): lines for path, lines in lengths.items() if lines > 300} == {}
    assert mean(lengths.values()) <= 80


def test_functions_are_short():
    lengths = {f"{path}:{f.name}": length(f) for path in sources() for f in functions(path)}

    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}
    assert median(lengths.values()) <= 8
    assert quantiles(lengths.values(), n=10)[-1] <= 20


def test_functions_take_few_things():
    greedy = [
        f"{path}:{f.name}"
        for path in sources()
        for f in functions(path)
        if len(f.args.args) + len(f.args.kwonlyargs) > 8
    ]

    assert greedy == []


def test_files_have_telling_names():
    assert [str(path) for path in sources() if path.stem in FORBIDDEN_FILES] == []


def test_names_in_the_code_say_what_they_are():
    vague = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.id}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in FORBIDDEN_NAMES
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
