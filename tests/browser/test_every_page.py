"""Every page, at three widths, light and dark, for each kind of person, and without script."""

from itertools import product

import pytest
from playwright.sync_api import Page

from tests.browser.crawl import find_pages, go, keep_picture, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, TABLET, DESK = 390, 820, 1440
# The page follows both while it is open, so it is loaded once for each colour.
LIGHT, DARK = list(product([PHONE, TABLET, DESK], ["light"])), list(product([PHONE, TABLET, DESK], ["dark"]))


def look_at(window: Page, path: str, name: str, looks: list[tuple[int, str]]) -> list[str]:
    """The problems of one page in these widths and colours."""
    go(window, path)
    problems = []
    for width, theme in looks:
        window.set_viewport_size({"width": width, "height": 900})
        window.emulate_media(color_scheme=theme)
        keep_picture(window, f"{name.replace(':', '-')}-{width}-{theme}")
        problems += [f"{width} {theme} {problem}" for problem in problems_of(window)]
    return problems


@pytest.mark.parametrize("looks", [LIGHT, DARK], ids=["light", "dark"])
def test_every_page_suits_everybody(open_as, live_server, lived_in_shop, olga, looks):
    window = open_as(olga)
    pages = find_pages(window, live_server.url, f"/customers/{lived_in_shop.pk}/")

    problems = [problem for view, path in pages.items() for problem in look_at(window, path, view, looks)]

    assert problems == []


def test_every_signed_out_page_suits_everybody(open_as, live_server, shop):
    window = open_as(None)
    pages = find_pages(window, live_server.url)

    problems = [
        problem
        for view, path in pages.items()
        for problem in look_at(window, path, f"out-{view}", LIGHT + DARK)
    ]

    assert problems == []


@pytest.mark.parametrize("name", ["mira", "vera"])
def test_every_page_suits_staff_and_viewers(open_as, live_server, lived_in_shop, request, name):
    window = open_as(request.getfixturevalue(name))
    pages = find_pages(window, live_server.url, f"/customers/{lived_in_shop.pk}/")

    problems = [
        problem
        for view, path in pages.items()
        for problem in look_at(window, path, f"{name}-{view}", [(PHONE, "light")])
    ]

    assert problems == []


def test_every_page_works_without_script(open_as, live_server, lived_in_shop, olga):
    pages = find_pages(open_as(olga), live_server.url, f"/customers/{lived_in_shop.pk}/")
    window = open_as(olga, script=False)

    for path in pages.values():
        go(window, path)
        assert window.locator("h1").count() == 1, path
        assert not window.locator(".needs-script:visible").count(), path


def test_an_empty_shop_suits_everybody(open_as, live_server, emptied_afterwards, olga):
    window = open_as(olga)
    pages = find_pages(window, live_server.url)

    problems = [
        problem
        for view, path in pages.items()
        for problem in look_at(window, path, f"empty-{view}", [(PHONE, "dark")])
    ]

    assert problems == []
