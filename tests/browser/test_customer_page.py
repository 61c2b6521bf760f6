"""A customer's page on a phone: what happened comes first, and the rest is one tap away."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from customers.actions.interaction import Entry, log_interaction
from customers.timeline import FIRST_PAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWO_SCREENS = 2 * 844
TO_THE_END = "scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })"
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("script", [True, False])
def test_what_stands_beside_is_one_tap_away_on_a_phone(open_as, mira, lived_in_shop, script):
    window = open_as(mira, width=390, script=script)
    window.goto(f"/customers/{lived_in_shop.pk}/")
    index = window.get_by_role("navigation", name="More about this customer")

    expect(window.locator("#side-contact")).to_be_hidden()
    assert window.locator(".day-group .line").first.bounding_box()["y"] < TWO_SCREENS
    index.get_by_role("link", name="Contact").tap()
    expect(window.locator("#side-contact")).to_be_visible()
    index.get_by_role("link", name="Good to know").tap()
    expect(window.locator("#side-contact")).to_be_hidden()
    window.locator("#side-facts").get_by_label("Fact").fill("Size 38")
    window.locator("#side-facts").get_by_role("button", name="Add").tap()

    expect(window.locator("#side-facts")).to_contain_text("Size 38")


def test_the_last_line_of_the_page_can_be_read_beside_the_sheet_and_its_button(open_as, olga, lived_in_shop):
    window = open_as(olga, width=390)
    window.goto(f"/customers/{lived_in_shop.pk}/")
    button, last = window.locator(".composer-open"), window.locator(".column-side > :last-child")

    window.evaluate(TO_THE_END)
    assert bottom_of(last) <= button.bounding_box()["y"]
    button.tap()
    expect(window.locator("#composer")).to_be_in_viewport(ratio=0.9)
    window.evaluate(TO_THE_END)

    assert bottom_of(last) <= window.locator("#composer").bounding_box()["y"]


def bottom_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_everything_beside_fits_on_the_narrowest_phone(open_as, olga, lived_in_shop):
    window = open_as(olga, width=320)
    window.goto(f"/customers/{lived_in_shop.pk}/")
    links = window.locator(".side-index a").all()

    for place in [link.get_attribute("href") for link in links]:
        window.goto(f"/customers/{lived_in_shop.pk}/{place}")
        expect(window.locator(place)).to_be_visible()
        assert window.evaluate(OVERHANG) == 0, place


def test_beside_the_stream_nothing_is_folded(open_as, mira, lived_in_shop):
    window = open_as(mira, width=1440)
    window.goto(f"/customers/{lived_in_shop.pk}/")

    expect(window.locator("#side-contact")).to_be_visible()
    expect(window.locator(".side-index")).to_be_hidden()


def test_show_more_puts_older_lines_below_and_keeps_the_newer(open_as, mira, lived_in_shop):
    for number in range(FIRST_PAGE):
        log_interaction(lived_in_shop, Entry(kind="note", at=timezone.now(), text=f"Note {number}"), by=mira)
    window = open_as(mira, width=390)
    window.goto(f"/customers/{lived_in_shop.pk}/")
    newest, oldest = window.get_by_text("Note 9"), window.get_by_text("Called about the opening hours")

    expect(oldest).to_have_count(0)
    window.get_by_role("link", name="Show more").press("Enter")

    expect(oldest).to_be_visible()
    # Whoever goes by keyboard goes on reading where the new lines begin.
    expect(window.locator("h2.day:focus")).to_be_visible()
    expect(newest).to_be_visible()
    expect(window.get_by_role("link", name="Show more")).to_have_count(0)
