"""Every page, at three widths, light and dark, for each kind of person, and without script."""

from itertools import product

import pytest
from playwright.sync_api import Page

from tests.browser.crawl import DESK, PHONE, TABLET, go, look_at, walk

# A group is begun first: the longest of all tests must not stand alone at the end.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("pages"),
]
ALL_LOOKS = list(product([PHONE, TABLET, DESK], ["light", "dark"]))


def is_home(view: str) -> bool:
    """Where the frame is looked at for all the others."""
    return view == "home"


def look_without_script(window: Page, path: str) -> list[str]:
    """A page with its heading, and with nothing that only script would bring to life."""
    go(window, path)
    problems = [] if window.locator("h1").count() == 1 else [f"{path} without script has no heading"]
    if window.locator(".needs-script:visible").count():
        problems.append(f"{path} without script shows what needs it")
    return problems


def test_every_page_suits_everybody_also_without_script(open_as, live_server, lived_in_shop, olga):
    window, without_script = open_as(olga), open_as(olga, script=False)

    problems = [
        problem
        for view, path in walk(window, live_server.url, f"/customers/{lived_in_shop.pk}/")
        for problem in look_at(window, view, ALL_LOOKS, whole=None if is_home(view) else 1)
        + look_without_script(without_script, path)
    ]

    assert problems == []


def test_every_signed_out_page_suits_everybody(open_as, live_server, shop):
    window = open_as(None)

    problems = [
        problem
        for view, _path in walk(window, live_server.url)
        for problem in look_at(window, f"out-{view}", ALL_LOOKS)
    ]

    assert problems == []


@pytest.mark.parametrize("name", ["mira", "vera"])
def test_every_page_suits_staff_and_viewers(open_as, live_server, lived_in_shop, request, name):
    window = open_as(request.getfixturevalue(name))

    problems = [
        problem
        for view, _path in walk(window, live_server.url, f"/customers/{lived_in_shop.pk}/")
        for problem in look_at(window, f"{name}-{view}", [(PHONE, "light")], whole=int(is_home(view)))
    ]

    assert problems == []


def test_an_empty_shop_suits_everybody(open_as, live_server, transactional_db, olga):
    window = open_as(olga)

    problems = [
        problem
        for view, _path in walk(window, live_server.url)
        for problem in look_at(window, f"empty-{view}", [(PHONE, "dark")], whole=int(is_home(view)))
    ]

    assert problems == []
