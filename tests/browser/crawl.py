"""Finding the pages of the shop the way people do: by following links."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = {"serious", "critical"}
NOT_FOR_THE_CRAWL = {"account_logout", "mfa_download_recovery_codes", "customers:import_refused_download"}


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


def find_pages(page: Page, host: str, *more: str) -> dict[str, str]:
    """One address for each view that can be reached from the first page."""
    found: dict[str, str] = {}
    waiting = ["/", *more]
    while waiting:
        path = waiting.pop(0)
        view = view_of(path)
        if not view or view in found or view in NOT_FOR_THE_CRAWL:
            continue
        found[view] = path
        answer = go(page, path)
        if "text/html" in answer.headers.get("content-type", ""):
            waiting += links_of(page, host)
    return found


def problems_of(page: Page) -> list[str]:
    """What somebody with bad eyes, a keyboard or a small screen would trip over."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    results = Axe().run(page, options=options).response["violations"]
    found = [
        f"{page.url} {violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in results
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url} scrolls sideways")
    return found


def keep_picture(page: Page, name: str) -> None:
    """For the eyes of whoever changes the look: SCREENSHOTS=folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
