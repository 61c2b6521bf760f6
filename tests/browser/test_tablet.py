"""The till tablet on its screen: it locks itself, but not under the fingers of somebody who types."""

import re

import pytest
from playwright.sync_api import Page, expect

from crm.shop.actions.till import enrol_tablet, note_full_sign_in
from crm.shop.tablet import COOKIE
from tests.browser.crawl import go

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOKEN = "a token that only this tablet holds"


@pytest.fixture
def at_the_counter(open_as, mira, mark, anna, live_server) -> Page:
    """Mira on the customer's page of a tablet whose clock we hold."""
    note_full_sign_in(enrol_tablet("Counter", token=TOKEN, location=None, by=mark), by=mark)
    page = open_as(mira)
    page.context.add_cookies([{"name": COOKIE, "value": TOKEN, "url": live_server.url}])
    page.clock.install()
    go(page, f"/customers/{anna.pk}/")
    return page


def test_who_types_for_long_is_still_there(at_the_counter: Page) -> None:
    page = at_the_counter
    text = page.locator("#composer textarea")
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if "/till/here/" in request.url else None)

    for _number in range(15):
        text.press_sequentially("word ")
        page.clock.fast_forward(10_000)
        page.clock.run_for(1_100)

    expect(text).to_have_value("word " * 15)
    assert 4 <= len(told) <= 6


def test_who_only_looks_for_two_minutes_is_gone(at_the_counter: Page) -> None:
    page = at_the_counter
    page.locator("#composer textarea").fill("half a sentence")

    page.clock.run_for(125_000)

    page.wait_for_url(re.compile("/till/"))
