"""The docs are true: examples match the source, and what they name exists."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.doors import doors

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"```python\n# (\S+)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")
MAKE = re.compile(r"`make ([a-z]+)|^make ([a-z]+)", re.MULTILINE)
MANAGE = re.compile(r"manage\.py ([a-z_]+)|COMMAND=\"([a-z_]+)")
PATH = re.compile(r"`((?:crm|customers|tests|docs|templates|static)/[\w./-]+\.\w+)")
NAME = re.compile(r"^#? ?([A-Z][A-Z_]+)=", re.MULTILINE)
READING = (
    re.compile(r"\b(?:text|secret|flag|number|listed|json_object|is_set|is_given)\(\s*\"([A-Z_]+)\""),
    re.compile(r"environ(?:ment)?(?:\.get\(|\[)\"([A-Z_]+)\"(?!\] =)"),
)
# Not ours to explain: the system's, Playwright's, the test runner's.
OF_OTHERS = {"PATH", "CI", "LD_LIBRARY_PATH", "PLAYWRIGHT_BROWSERS_PATH", "PYTEST_XDIST_WORKER"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def found(pattern: re.Pattern[str]) -> set[str]:
    return {
        next(filter(None, groups if isinstance(groups, tuple) else (groups,)))
        for page in PAGES
        for groups in pattern.findall(text_of(page))
    }


def test_examples_are_cut_from_the_source():
    examples = BLOCK.findall(text_of(ROOT / "CONTRIBUTING.md"))

    changed = [path for path, code in examples if code.strip() not in text_of(ROOT / path)]
    assert (len(examples) >= 5, changed) == (True, [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    assert [link for link in LINK.findall(text_of(page)) if not (page.parent / link).exists()] == []


def test_every_make_target_in_the_docs_exists():
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))

    assert found(MAKE) - targets == set()


def test_every_command_in_the_docs_exists():
    assert found(MANAGE) - set(get_commands()) - {"command"} == set()


def test_every_file_in_the_docs_exists():
    assert [path for path in found(PATH) if not (ROOT / path).exists()] == []


def test_the_picture_of_the_house_shows_every_room():
    """What is wired up beside the rooms has no place in the picture."""
    picture = text_of(ROOT / "CONTRIBUTING.md").split("```")[1]
    drawn = set(re.findall(r"\bcrm/(\w+)", picture))
    wiring = {"apps", "celery", "clock", "environment", "formats", "management", "rights", "safety", "wsgi"}
    rooms = {path.stem for path in (ROOT / "crm").glob("[a-z]*") if not path.stem.startswith("_")}

    assert drawn == rooms - wiring - {"api_description"}


def test_every_setting_is_documented_and_every_documented_one_is_read():
    patterns = ("crm/**/*.py", "crm/**/*.sh", "customers/**/*.py", "docker-compose.yml", "Makefile")
    code = "\n".join(text_of(path) for pattern in patterns for path in ROOT.glob(pattern))
    documented = set(NAME.findall(text_of(ROOT / ".env.example")))
    read = {name for pattern in READING for name in pattern.findall(code)}

    assert read - documented - OF_OTHERS == set()
    assert [name for name in documented if name not in code] == []


def test_words_of_this_workplace_stay_out_of_the_repository():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    forbidden = re.compile(
        "|".join(["far" + "m-", "pypi" + r"\.org", "registry" + r"\.npmjs", "/wo" + "rk/", "/ro" + "ot/"])
    )
    texts = [path for path in listed.splitlines() if not path.endswith((".gz", ".xlsx", ".png"))]

    named = [path for path in texts if os.path.exists(ROOT / path) and forbidden.search(text_of(ROOT / path))]
    assert named == []


def test_the_permission_pages_address_exists():
    assert "shop:permission_table" in {door.name for door in doors()}
