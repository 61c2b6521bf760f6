"""All figures on a phone: one chapter stands open, the others are one tap away."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_phone_shows_the_chapter_that_was_tapped(open_as, olga, lived_in_shop):
    window = open_as(olga, width=390, script=False)
    window.goto("/figures/all/")
    first, third = window.locator("#part-1"), window.locator("#part-3")

    expect(first).to_be_visible()
    expect(third).to_be_hidden()
    window.get_by_role("navigation", name="Chapters").get_by_role("link").nth(2).tap()

    expect(third).to_be_visible()


def test_a_desk_shows_all_chapters(open_as, olga, lived_in_shop):
    window = open_as(olga, width=1440)
    window.goto("/figures/all/")

    expect(window.locator("#part-3")).to_be_visible()
    expect(window.get_by_role("navigation", name="Chapters")).to_be_hidden()
