"""A text from a phone: the link, one tap to log it, one tap to take it back; a half-written line stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.crawl import keep_picture, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1440, "light")])
def test_a_text_is_logged_and_taken_back(open_as, mira, anna, width, theme):
    page = open_as(mira, width=width, theme=theme)
    page.goto(f"/customers/{anna.pk}/")
    if width < 992:
        page.get_by_role("link", name="Text or chat").tap()
    page.locator("#composer textarea").evaluate("box => { box.value = 'half a li' }")
    panel = page.locator("section.card", has_text="Text or chat")
    expect(panel.get_by_role("link", name="WhatsApp")).to_have_attribute("rel", "noopener noreferrer")

    panel.get_by_role("button", name="By WhatsApp").click()

    expect(page.locator("#stream")).to_contain_text("this is Mira from The Corner Shop.")
    assert page.locator("#composer textarea").input_value() == "half a li"
    keep_picture(page, f"text-logged-{width}-{theme}")
    assert problems_of(page) == []
    page.locator(".toast-undo").get_by_role("button", name="Undo").click()
    expect(page.locator("#stream")).to_contain_text("Message taken back.")


def test_other_words_stand_on_a_page_of_their_own(open_as, mira, anna):
    page = open_as(mira, width=320)
    page.goto(f"/customers/{anna.pk}/text/")

    expect(page.get_by_role("heading", name="It is here")).to_be_visible()
    keep_picture(page, "text-list-320")
    assert problems_of(page) == []
