"""Finding the pages of the shop the way people do: by following links."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response

SERIOUS, BEYOND = ["serious", "critical"], ["experimental", "deprecated", "wcag2aaa"]
AXE = Axe().axe_script
# Everything else that axe knows about a page takes longer to bring here than to find out.
LOOK = """async ([place, options, serious, beyond]) => {
  if (options && typeof axe === "undefined") return null;
  if (options && options.runOnly === "all") options.runOnly = axe._audit.rules.filter(rule =>
    serious.includes(rule.impact) && !rule.tags.some(tag => beyond.includes(tag))).map(rule => rule.id);
  const seen = options ? await axe.run(document.querySelector(place) || document, options) : {violations: []};
  const violations = seen.violations.filter(violation => serious.includes(violation.impact));
  return [violations, document.documentElement.scrollWidth > window.innerWidth];
}"""
# As for somebody without script: a class that only script gives is taken away.
WITHOUT_SCRIPT = """() => {
  const classes = document.documentElement.classList, had = classes.contains("js");
  classes.remove("js");
  const shown = [...document.querySelectorAll(".needs-script")].some(part => part.checkVisibility());
  if (had) classes.add("js");
  return [shown, document.querySelectorAll("h1").length];
}"""
# What axe would say something about, without the words: two pages of one shape have the same mistakes.
SHAPE = """() => {
  const KEPT = ["class", "role", "type", "scope", "hidden", "disabled", "tabindex", "lang", "autocomplete",
    "open", "required", "colspan", "style"];
  const NAMES = ["alt", "for", "title", "placeholder", "href", "label"];
  const trait = ({name, value}) => KEPT.includes(name) ? `${name}=${value}`
    : name.startsWith("aria-") || NAMES.includes(name) ? name + Boolean(value) : "";
  const shape = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() && "words";
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const parts = [...node.childNodes].map(shape).filter((part, n, all) => part && part !== all[n - 1]);
    return `<${node.tagName} ${[...node.attributes].map(trait).sort().join(" ")}>${parts.join("")}</>`;
  };
  return shape(document.querySelector("main") || document.body);
}"""
# What only the colours decide; they are all that dark mode changes.
COLOURS = ["color-contrast", "link-in-text-block"]
# A tablet shows what a phone or a desk shows, in the same colours; only the places differ.
PLACES = ["target-size", "scrollable-region-focusable"]
# Every rule of the standard and of good practice that can be serious or critical.
ALL = "all"
WHOLE, CONTENT = "html", "main"
PHONE, TABLET, DESK = 390, 820, 1440
# Files and ways out.
NOT_FOR_THE_CRAWL = {
    "metrics:dashboard_paper",
    "account_logout",
    "customers:import_refused_download",
    "metrics:list_numbers_file",
    "metrics:metric_file",
    "mfa_download_recovery_codes",
}


def view_of(path: str) -> str:
    """The view behind an address, or nothing."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def go(page: Page, path: str) -> Response:
    """Open a page; one that answers with an error is a mistake."""
    answer = page.goto(path)
    assert answer, path
    assert answer.ok, f"{path} answered {answer.status}"
    return answer


def links_of(page: Page, host: str) -> list[str]:
    """Every address of our own that this page links to."""
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split('#')[0])")
    return [link.removeprefix(host) for link in links if link.startswith(host)]


def walk(page: Page, host: str, *more: str) -> Iterator[tuple[str, str]]:
    """Each view that can be reached from the first page, once, and its address; the page is open there."""
    found: set[str] = set()
    waiting = ["/", *more]
    while waiting:
        path = waiting.pop(0)
        view = view_of(path)
        if not view or view in found or view in NOT_FOR_THE_CRAWL:
            continue
        found.add(view)
        answer = go(page, path)
        if "text/html" in answer.headers.get("content-type", ""):
            waiting += links_of(page, host)
        yield view, path


def problems_of(page: Page, rules: object = ALL, place: str = WHOLE) -> list[str]:
    """What somebody with bad eyes, a keyboard or a small screen would trip over; without rules, the last."""
    # What has to be fetched for axe is sound and film, of which we have none.
    options = {"resultTypes": ["violations"], "runOnly": rules, "preload": False} if rules else None
    looked = page.evaluate(LOOK, [place, options, SERIOUS, BEYOND])
    if looked is None:
        page.evaluate(AXE)
        looked = page.evaluate(LOOK, [place, options, SERIOUS, BEYOND])
    violations, is_too_wide = looked
    found = [
        f"{page.url} {violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in violations
        for node in violation["nodes"]
    ]
    return found + ([f"{page.url} scrolls sideways"] if is_too_wide else [])


def rules_for(width: int, seen: set[int], *, is_whole: bool) -> object:
    """All of them at a width that is new, on a tablet the places; then what another colour may break.

    Of the content the phone is asked for the colours of the day, the desk for those of the night: both
    have them from the same few names.
    """
    if width not in seen:
        return PLACES if width == TABLET and PHONE in seen else ALL
    return COLOURS if is_whole and width != TABLET else None


def look_at(page: Page, name: str, looks: list[tuple[int, str]], *, whole: int | None = None) -> list[str]:
    """The problems of the open page in these widths and colours; it follows both, so it is loaded once.

    After the first `whole` looks (never, when not said) only the content is looked at: the frame around
    it is the same on every page.
    """
    problems, seen = [], set[int]()
    for number, (width, theme) in enumerate(looks):
        wear(page, width, theme)
        keep_picture(page, f"{name.replace(':', '-')}-{width}-{theme}")
        is_whole = whole is None or number < whole
        rules = rules_for(width, seen, is_whole=is_whole)
        found = problems_of(page, rules, WHOLE if is_whole else CONTENT)
        problems += [f"{width} {theme} {problem}" for problem in found]
        seen.add(width)
    return problems


def look_if_new(page: Page, name: str, looks: list[tuple[int, str]], shapes: set[str]) -> list[str]:
    """The problems of the open page, unless one of its shape was looked at; home is, for its frame."""
    wear(page, *looks[0])
    shape = page.evaluate(SHAPE)
    if shape in shapes and not name.endswith("-home"):
        return problems_of(page, None)
    shapes.add(shape)
    return look_at(page, name, looks, whole=int(name.endswith("-home")))


def wear(page: Page, width: int, theme: str) -> None:
    """Only what changes: each change draws the page anew."""
    if not page.viewport_size or page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)


def problems_by_day_and_night(page: Page) -> list[str]:
    """The problems of the open page as it is, in both colours."""
    page.emulate_media(color_scheme="light")
    problems = problems_of(page)
    page.emulate_media(color_scheme="dark")
    return problems + [f"dark {problem}" for problem in problems_of(page, COLOURS)]


def keep_picture(page: Page, name: str) -> None:
    """For the eyes of whoever changes the look: SCREENSHOTS=folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
