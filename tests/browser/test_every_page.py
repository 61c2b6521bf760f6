"""Every page, at three widths, light and dark, for each kind of person, and without script."""

import pytest

from tests.browser.crawl import find_pages, go, keep_picture, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [390, 820, 1440]


def pages_for(open_as, person, live_server, customer):
    return find_pages(open_as(person), live_server.url, f"/customers/{customer.pk}/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_suits_everybody(open_as, live_server, lived_in_shop, olga, width, theme):
    window = open_as(olga, width=width, theme=theme)
    problems = []

    for view, path in pages_for(open_as, olga, live_server, lived_in_shop).items():
        go(window, path)
        keep_picture(window, f"{view.replace(':', '-')}-{width}-{theme}")
        problems += problems_of(window)

    assert problems == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_signed_out_page_suits_everybody(open_as, live_server, shop, width, theme):
    window = open_as(None, width=width, theme=theme)
    problems = []

    for view, path in find_pages(open_as(None), live_server.url).items():
        go(window, path)
        keep_picture(window, f"out-{view.replace(':', '-')}-{width}-{theme}")
        problems += problems_of(window)

    assert problems == []


@pytest.mark.parametrize("name", ["mira", "vera"])
def test_every_page_suits_staff_and_viewers(open_as, live_server, lived_in_shop, request, name):
    person = request.getfixturevalue(name)
    window = open_as(person, width=390)
    problems = []

    for view, path in pages_for(open_as, person, live_server, lived_in_shop).items():
        go(window, path)
        keep_picture(window, f"{name}-{view.replace(':', '-')}")
        problems += problems_of(window)

    assert problems == []


def test_every_page_works_without_script(open_as, live_server, lived_in_shop, olga):
    window = open_as(olga, script=False)

    for path in pages_for(open_as, olga, live_server, lived_in_shop).values():
        go(window, path)
        assert window.locator("h1").count() == 1, path
        assert not window.locator(".needs-script:visible").count(), path
