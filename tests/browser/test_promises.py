"""A promise to get back to somebody: made and kept on a phone, and by the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from customers.models import Customer
from engagement.models import FollowUp
from tests.browser.crawl import go, look_at
from tests.browser.test_by_keyboard import press, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = [(390, "light"), (390, "dark")]
DESK = [(1440, "light"), (1440, "dark")]
REASON = "Ring her when the blue mugs are here"


def kept() -> bool:
    promise = FollowUp.objects.get(reason=REASON)
    return promise.completed_at is not None


def test_a_follow_up_is_promised_and_kept_on_a_phone(open_as, mira, anna: Customer):
    page: Page = open_as(mira, width=390)
    go(page, f"/customers/{anna.pk}/follow-ups/new/")
    problems = look_at(page, "follow-up-add", PHONE)

    page.get_by_label("What for").fill(REASON)
    page.get_by_role("button", name="Promise it").tap()
    page.wait_for_url(f"**/customers/{anna.pk}/*")
    go(page, "/follow-ups/")
    problems += look_at(page, "follow-ups", PHONE)
    page.get_by_role("button", name=re.compile(f"Done.*{REASON}")).tap()

    expect(page.locator("#rows")).to_contain_text("Done, and noted on the timeline.")
    assert (kept(), problems) == (True, [])


def test_a_follow_up_is_promised_and_kept_without_a_mouse(open_as, mira, anna: Customer):
    page: Page = open_as(mira)
    go(page, f"/customers/{anna.pk}/")
    tab_to(page, "Promise a follow-up")
    press(page, "Enter")
    page.wait_for_url("**/follow-ups/new/")

    tab_to(page, "What for")
    page.keyboard.type(REASON)
    press(page, "Control+Enter")
    page.wait_for_url(f"**/customers/{anna.pk}/*")
    go(page, "/follow-ups/")
    problems = look_at(page, "follow-ups-keys", DESK)
    tab_to(page, f"Done: {REASON}")
    press(page, "Enter")

    expect(page.locator("#rows")).to_contain_text("Done, and noted on the timeline.")
    tab_to(page, f"Undo: {REASON}")
    press(page, "Enter")
    expect(page.get_by_role("button", name=re.compile(f"Done.*{REASON}"))).to_be_visible()
    assert (kept(), problems) == (False, [])
