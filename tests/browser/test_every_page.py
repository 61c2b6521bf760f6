"""Every page, at three widths, light and dark, for each kind of person, and without script."""

import pytest
from playwright.sync_api import Page

from tests.browser.crawl import DESK, LOOK, PHONE, TABLET, WITHOUT_SCRIPT, look_at, walk

# A group is begun first: the longest of all tests must not stand alone at the end.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("pages"),
]
# Each beside one that it shares the width or the colours with: what changes is drawn anew.
ALL_LOOKS = [
    (PHONE, "light"),
    (PHONE, "dark"),
    (TABLET, "dark"),
    (TABLET, "light"),
    (DESK, "dark"),
    (DESK, "light"),
]


# The shapes of pages that were looked at on a phone; the tests stand in the order that makes most of them.
SHAPES: set[int] = set()


def opened(window: Page) -> Page:
    """One that is looked at on every page: what looks is there from the start."""
    window.add_init_script(LOOK)
    return window


def look_without_script(window: Page, path: str) -> list[str]:
    """A heading, which no script of ours makes, and nothing to be seen that only script brings to life."""
    shows_what_needs_it, headings = window.evaluate(WITHOUT_SCRIPT)
    problems = [] if headings == 1 else [f"{path} has no heading"]
    return problems + ([f"{path} without script shows what needs it"] if shows_what_needs_it else [])


def test_every_page_suits_everybody_also_without_script(open_as, live_server, lived_in_shop, olga):
    window = opened(open_as(olga))

    problems = []
    for view, path in walk(window, live_server.url, f"/customers/{lived_in_shop.pk}/"):
        shapes: set[int] = set()
        # The frame is looked at on the first page for all the others.
        problems += look_at(window, view, ALL_LOOKS, whole=None if view == "home" else 1, shapes=shapes)
        problems += look_without_script(window, path)
        SHAPES.update(shapes)

    assert problems == []


@pytest.mark.parametrize("name", ["mira", "vera"])
def test_every_page_suits_staff_and_viewers(open_as, live_server, lived_in_shop, request, name):
    window = opened(open_as(request.getfixturevalue(name)))

    problems = [
        problem
        for view, _path in walk(window, live_server.url, f"/customers/{lived_in_shop.pk}/")
        for problem in look_at(
            window, f"{name}-{view}", [(PHONE, "light")], whole=int(view == "home"), shapes=SHAPES
        )
    ]

    assert problems == []


def test_an_empty_shop_suits_everybody(open_as, live_server, transactional_db, olga):
    window = opened(open_as(olga))

    problems = [
        problem
        for view, _path in walk(window, live_server.url)
        for problem in look_at(
            window,
            f"empty-{view}",
            [(PHONE, "light"), (PHONE, "dark")],
            whole=int(view == "home"),
            shapes=SHAPES,
        )
    ]

    assert problems == []


def test_every_signed_out_page_suits_everybody(open_as, live_server, shop):
    window = opened(open_as(None))

    problems = [
        problem
        for view, _path in walk(window, live_server.url)
        for problem in look_at(window, f"out-{view}", ALL_LOOKS)
    ]

    assert problems == []
