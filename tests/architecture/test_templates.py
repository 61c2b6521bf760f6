"""Templates compile, stay small, and hold nothing a strict policy would block."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from crm.web import policy
from crm.web.templatetags.icons import draw

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
EVERY_TEMPLATE = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PAGE_LINES = 100
PART_LINES = 40

# A script without src is allowed only as a block of JSON, which browsers do not run.
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx handler": re.compile(r"hx-on\b|hx-vars|hx-vals=[\"']js:", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped words": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "another host": re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE),
}
# What needs more than the policy of the house: a mail as it arrives, in a frame where it can do nothing.
PAGES_WITH_THEIR_OWN_POLICY = {
    "engagement:message_detail",
    "engagement:message_html",
    "engagement:brand",
    "engagement:template_add",
    "engagement:template_edit",
    "engagement:template_preview",
    "engagement:template_html",
    "feedback:improvement_mail",
    "feedback:improvement_mail_html",
    "engagement:template_draw",
}


# A day, a moment, both with their weekday; a month, a time; what programs read. Long words are for customers.
STYLES_OF_DATES = {
    *("SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT", "D j M Y", "D j M Y, H:i", "l j F Y"),
    *("MONTH_DAY_FORMAT", "M Y", "F Y", "F", "j", "H:i"),
    *("c", "Y-m-d", "Y-m"),
}
FOR_CUSTOMERS = {"DATE_FORMAT", "DATETIME_FORMAT"}
SHOWN_TO_CUSTOMERS = {
    "customers/personal_file_document.html",
    "engagement/_grounds.html",
    "engagement/_voucher_slip.html",
    "engagement/announcement_attend.html",
    "engagement/enquiry_ask.html",
    "engagement/loyalty_show.html",
    "engagement/preference_centre.html",
    "feedback/_may_we_show.html",
    "feedback/mystery_visit_report.html",
    "feedback/survey_done.html",
    "feedback/testimonial_mine.html",
}


def is_part(name: str) -> bool:
    return Path(name).name.startswith("_")


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_template_is_small(name):
    lines = (TEMPLATES / name).read_text(encoding="utf-8").count("\n")

    assert lines <= (PART_LINES if is_part(name) else PAGE_LINES)


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_template_writes_dates_in_the_style_of_the_house(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    styles = set(re.findall(r"\|(?:date|time):\"([^\"]*)\"", source))

    assert styles - STYLES_OF_DATES - (FOR_CUSTOMERS if name in SHOWN_TO_CUSTOMERS else set()) == set()


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_template_holds_nothing_inline(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")

    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]

    assert found == []


@pytest.mark.parametrize("name", [name for name in EVERY_TEMPLATE if "allauth" not in name])
def test_template_posts_with_a_token(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")

    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE)

    # 503.html sends the visitor's own token again.
    assert [form[:80] for form in forms if "csrf_token" not in form and name != "503.html"] == []


def test_no_source_marks_text_as_safe():
    sources = [
        path
        for app in ("crm", "customers", "engagement", "feedback", "metrics")
        for path in (ROOT / app).rglob("*.py")
    ]

    found = [path.name for path in sources if "mark_safe" in path.read_text(encoding="utf-8")]

    assert found == []


def test_every_page_keeps_the_policy_of_the_house():
    assert set(policy.PAGES_WITH_THEIR_OWN_POLICY) == PAGES_WITH_THEIR_OWN_POLICY
    sources = [
        path
        for app in ("crm", "customers", "engagement", "feedback", "metrics")
        for path in (ROOT / app).rglob("*.py")
    ]
    by_hand = [
        path.name for path in sources if re.search(r"csp_(?:update|replace|exempt)|_csp_", path.read_text())
    ]
    assert by_hand == ["policy.py"]


def test_htmx_is_hardened():
    head = (TEMPLATES / "_head.html").read_text(encoding="utf-8")

    for word in (
        '"allowEval":false',
        '"allowScriptTags":false',
        '"selfRequestsOnly":true',
        '"includeIndicatorStyles":false',
        '"historyCacheSize":0',
    ):
        assert word in head


def test_own_script_stays_small():
    scripts = (ROOT / "static" / "app").glob("*.js")

    assert sum(path.read_text(encoding="utf-8").count("\n") for path in scripts) <= 400


ICONS = re.compile(
    r"{% icon \"([a-z0-9-]+)\"|icon_name=\"([a-z0-9-]+)\"|{% nav_link \S+ \S+(?: \S+)*? \"([a-z0-9-]+)\""
)


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_every_icon_exists(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")

    for words in ICONS.findall(text):
        draw(next(filter(None, words)))
