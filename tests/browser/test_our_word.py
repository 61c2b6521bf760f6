"""What the shop has written once: proposed to whoever asks, found from anywhere, put in by one key."""

import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from engagement import stamp
from engagement.actions.article import Wording, write_article
from engagement.actions.enquiry import Asked, open_enquiry
from tests.browser.crawl import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RETURNS = "With the receipt, within 30 days."


@pytest.fixture
def returns(transactional_db, shop):
    answer = Wording(kind="policy", title="Returns without a receipt", body=RETURNS, is_public=True)
    return write_article(answer, by=None)


def fill_in(page: Page) -> None:
    page.get_by_label("What would you like to know?").fill("May I return a kettle without a receipt?")
    page.get_by_label("Your name").fill("Cleo")
    page.get_by_label("Your e-mail").fill("cleo@example.org")


@pytest.mark.parametrize(("width", "has_script"), [(320, False), (1280, True)])
def test_anybody_asks_and_staff_answer_with_one_key(open_as, mira, returns, monkeypatch, width, has_script):
    page = open_as(None, width=width, script=has_script)
    with monkeypatch.context() as a_moment_ago:
        # Who is a person takes a few seconds to fill it in.
        a_moment_ago.setattr(stamp, "time", SimpleNamespace(time=lambda: time.time() - 4))
        page.goto("/ask/")
    fill_in(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(RETURNS)).to_be_visible()
    problems = problems_of(page) if has_script else []
    page.get_by_role("button", name="Send anyway").first.click()
    expect(page.get_by_text("It has reached us.")).to_be_visible()

    desk = open_as(mira)
    desk.goto("/enquiries/")
    desk.locator(".reasons a.btn").first.click()
    desk.locator("#id_text").focus()
    desk.keyboard.press("Alt+i")

    expect(desk.locator("#id_text")).to_have_value(RETURNS)
    assert [*problems, *problems_of(desk)] == []


def test_enter_in_the_picker_puts_in_and_sends_nothing(open_as, mira, returns, anna):
    desk = open_as(mira)
    desk.goto(f"/customers/{anna.pk}/write/")
    desk.get_by_label("Text", exact=True).focus()
    desk.keyboard.press("Alt+w")
    desk.keyboard.type("receipt")
    expect(desk.locator(".word-found button")).to_have_count(1)
    desk.keyboard.press("Enter")

    expect(desk.get_by_label("Text", exact=True)).to_have_value(RETURNS)
    assert (desk.url.endswith("/write/"), problems_of(desk)) == (True, [])


def test_the_palette_opens_a_page_of_our_word(open_as, mira, returns, anna):
    open_enquiry(Asked("When?", "phone", customer=anna), by=mira)
    desk = open_as(mira)
    desk.goto("/today/")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("receipt")
    option = desk.locator("#palette-word [role=option]")
    expect(option).to_have_text("Returns without a receipt")
    assert problems_of(desk) == []

    option.click()

    expect(desk.locator("h1")).to_have_text("Returns without a receipt")
