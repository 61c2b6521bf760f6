"""Finding the pages of the shop the way people do: by following links."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypedDict
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response

# What has to be in a page before it can be looked at.
LOOK = Axe().axe_script + Path(__file__).with_name("look.js").read_text()
TRAITS = "place => typeof look === 'undefined' ? null : look.traits(place)"
ASK = "asked => look.ask(asked)"
# The traits of what axe has found good, on any page of this process.
GOOD: set[int] = set()
# As for somebody without script: a class that only script gives is taken away.
WITHOUT_SCRIPT = """() => {
  const classes = document.documentElement.classList, had = classes.contains("js");
  classes.remove("js");
  const shown = [...document.querySelectorAll(".needs-script")].some(part => part.checkVisibility());
  if (had) classes.add("js");
  return [shown, document.querySelectorAll("h1").length];
}"""
# Not by a selector of Playwright's: what finds those would be brought into each page for it.
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])"
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


Theme = Literal["light", "dark"]


class Traits(TypedDict):
    """What the answers of axe about a page depend on, each in a number."""

    colours: list[int]
    places: list[int]
    shape: int
    content: int
    isTooWide: bool
    twice: list[str]


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
    links: list[str] = page.evaluate(LINKS)
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


def problems_of(page: Page, place: str = WHOLE, shapes: set[int] | None = None) -> list[str]:
    """What somebody with bad eyes, a keyboard or a small screen would trip over.

    Of a shape among `shapes`, to which this one is added, only what is new in colours and places is asked.
    """
    seen = traits_of(page, place)
    is_everything = shapes is None or seen["shape"] not in shapes
    unknown = {
        "colours": [trait for trait in seen["colours"] if trait not in GOOD],
        "places": [trait for trait in seen["places"] if trait not in GOOD],
    }
    found = []
    if is_everything or any(unknown.values()):
        answer = page.evaluate(ASK, [place, is_everything, unknown])
        GOOD.update(answer["colours"], answer["places"])
        found = answer["problems"]
    if shapes is not None:
        shapes |= {seen["shape"], seen["content"]}
    found += ["scrolls sideways"] * seen["isTooWide"] + [f"duplicate-id: #{name}" for name in seen["twice"]]
    return [f"{page.url} {problem}" for problem in found]


def traits_of(page: Page, place: str) -> Traits:
    """What the answers of axe depend on; axe comes to a page when it is first looked at."""
    seen: Traits | None = page.evaluate(TRAITS, place)
    if seen is not None:
        return seen
    page.evaluate(LOOK)
    return traits_of(page, place)


def look_at(
    page: Page,
    name: str,
    looks: list[tuple[int, Theme]],
    *,
    whole: int | None = None,
    shapes: set[int] | None = None,
) -> list[str]:
    """The problems of the open page in these widths and colours; it follows both, so it is loaded once.

    After the first `whole` looks (never, when not said) only the content is looked at: the frame around
    it is the same on every page. What was looked at in one of `shapes`, or in an earlier look, and is
    still shown and hidden as it was, only differs in colours and places. One look is enough at a page
    whose shape an earlier page had: that was looked at in all of them.
    """
    problems = []
    shapes = set() if shapes is None else shapes
    before, known = None, len(shapes)
    for number, (width, theme) in enumerate(looks):
        wear(page, width, theme, before=before)
        before = theme
        keep_picture(page, f"{name.replace(':', '-')}-{width}-{theme}")
        is_whole = whole is None or number < whole
        found = problems_of(page, WHOLE if is_whole else CONTENT, shapes)
        problems += [f"{width} {theme} {problem}" for problem in found]
        if len(shapes) == known:
            break
    return problems


def wear(page: Page, width: int, theme: Theme, *, before: Theme | None = None) -> None:
    """Only what changes: each change draws the page anew."""
    if not page.viewport_size or page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
    if theme != before:
        page.emulate_media(color_scheme=theme)


def problems_by_day_and_night(page: Page) -> list[str]:
    """The problems of the open page as it is, in both colours."""
    shapes: set[int] = set()
    page.emulate_media(color_scheme="light")
    problems = problems_of(page, shapes=shapes)
    page.emulate_media(color_scheme="dark")
    return problems + [f"dark {problem}" for problem in problems_of(page, shapes=shapes)]


def keep_picture(page: Page, name: str) -> None:
    """For the eyes of whoever changes the look: SCREENSHOTS=folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
