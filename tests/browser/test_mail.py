"""What we say to customers: a recipe is tried, a mail looked at, its link used, a voucher taken."""

import re
from decimal import Decimal

import pytest
from django.conf import settings as house
from playwright.sync_api import Page, expect

from customers.actions.consent import Answer, record_consent
from customers.consent_state import state_of
from customers.models import Customer
from engagement.actions.email_template import install_starter_templates
from engagement.actions.message import Draft, plan_message
from engagement.actions.voucher import Worth, issue_voucher
from engagement.delivery import send_due
from engagement.models import Automation, EmailTemplate, Message, SkipReason
from tests.browser.crawl import go, look_at
from tests.engagement.automations import buy  # noqa: F401 - a fixture
from tests.engagement.conftest import at_any_hour  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = [(1440, "light"), (1440, "dark")]
PHONE = [(390, "light"), (390, "dark")]


def news(key: str, customer: Customer) -> Message:
    draft = Draft(key, "marketing", "test", topic="news", subject="News", body="Hello {{ first_name }}")
    return plan_message(draft, customer=customer, by=None)


def test_a_recipe_is_built_and_tried(open_as, olga, anna, buy):  # noqa: F811 - the fixture
    install_starter_templates(by=None)
    record_consent(anna, Answer("email", "care", is_given=True, source="till"), by=None)
    buy(anna, days_ago=40)
    buy(anna, days_ago=20)
    page: Page = open_as(olga)
    go(page, "/mail/by-itself/")

    page.get_by_role("button", name=re.compile("Use this recipe.*Thank-you")).click()
    page.wait_for_url(re.compile(r"/mail/by-itself/\d+/$"))
    problems = look_at(page, "recipe", DESK)
    page.get_by_role("button", name=re.compile("^Wait")).click()
    expect(page.locator(".step-form")).to_have_count(3)
    page.get_by_role("button", name=re.compile("Drop")).last.click()
    expect(page.locator(".step-form")).to_have_count(2)
    page.get_by_label("Name").fill("Thank you, dear")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you, dear")
    page.get_by_role("link", name="Dry run").click()

    expect(page.locator(".dry-run-sum")).to_contain_text("1 mail")
    expect(page.get_by_role("link", name="Anna Bell")).to_be_visible()
    assert problems + look_at(page, "dry-run", DESK) == []
    assert (Automation.objects.get().name, Message.objects.count()) == ("Thank you, dear", 0)


def test_a_mail_is_looked_at_as_a_real_customer(open_as, olga, anna):
    install_starter_templates(by=None)
    welcome = EmailTemplate.objects.get(key="welcome")
    page: Page = open_as(olga)
    go(page, f"/mail/words/{welcome.pk}/")

    page.get_by_label("As who would get it").fill("Anna Bell")
    page.get_by_role("button", name="Look").click()
    page.wait_for_url("**reader=**")

    # No script may look into a frame where none may run.
    letter = page.request.get(page.locator(".mail-frame-wide").get_attribute("src")).text()
    assert "Dear Anna," in letter
    expect(page.get_by_text("Now: Anna Bell.")).to_be_visible()
    assert look_at(page, "mail-preview", DESK) == []


@pytest.mark.usefixtures("at_any_hour")
def test_the_link_of_a_mail_ends_the_news_at_once(open_as, olga, anna):
    record_consent(anna, Answer("email", "news", is_given=True, source="till"), by=None)
    sent = news("one", anna)
    send_due(is_bulk=True)
    staff: Page = open_as(olga)
    go(staff, f"/mail/{sent.pk}/")
    problems = look_at(staff, "mail", DESK)
    link = staff.frame_locator(".mail-frame").get_by_role("link", name="Choose what we send you")
    address = link.get_attribute("href")
    waiting = news("two", anna)

    page: Page = open_as(None, width=390)
    go(page, address.removeprefix(house.PUBLIC_URL))
    problems += look_at(page, "preferences", PHONE)
    page.get_by_role("button", name=re.compile("No more mail about")).tap()

    expect(page.get_by_role("status")).to_contain_text("Done: no more mail about")
    assert problems + look_at(page, "preferences-done", PHONE) == []
    send_due(is_bulk=True)
    waiting.refresh_from_db()
    assert waiting.skip_reason in {SkipReason.OPTED_OUT, SkipReason.SUPPRESSED}
    assert not state_of(anna)["email", "news"].is_given


def test_a_voucher_is_taken_at_the_till(open_as, mira, olga, anna):
    voucher = issue_voucher(Worth(amount=Decimal(5)), customer=anna, reason="surprise", by=olga)
    page: Page = open_as(mira, width=820)
    go(page, "/rewards/till/")
    problems = look_at(page, "till-empty", [(820, "light"), (820, "dark")])

    page.get_by_label("Scan it, or type the code").fill(voucher.code.lower())
    page.keyboard.press("Enter")
    expect(page.locator(".till-worth")).to_contain_text("5")
    problems += look_at(page, "till-found", [(820, "light"), (820, "dark")])
    page.get_by_role("button", name=re.compile("Take .*5.* off")).tap()

    expect(page.locator("#notices")).not_to_be_empty()
    voucher.refresh_from_db()
    assert (voucher.redeemed_at is not None, voucher.redeemed_by, problems) == (True, mira, [])


def test_a_phone_shows_ten_mails_and_the_others_after_a_tap(open_as, mira, anna):
    for number in range(60):
        news(f"news:{number}", anna)
    window = open_as(mira, width=390, script=False)
    window.goto("/mail/")
    rows, pager = window.locator("#rows tbody tr"), window.locator(".pager")

    expect(rows.nth(9)).to_be_visible()
    expect(rows.nth(10)).to_be_hidden()
    expect(pager).to_be_hidden()
    window.locator(".first-ten-more a").tap()
    expect(rows.nth(49)).to_be_visible()
    expect(window.locator(".first-ten-more")).to_be_hidden()
    pager.get_by_role("link", name="Show more").tap()

    expect(rows).to_have_count(10)
    expect(rows.nth(9)).to_be_visible()


def test_a_desk_shows_all_mails_of_a_page(open_as, mira, anna):
    for number in range(11):
        news(f"news:{number}", anna)
    window = open_as(mira, width=1440)
    window.goto("/mail/")

    expect(window.locator("#rows tbody tr").last).to_be_visible()
    expect(window.locator(".first-ten-more")).to_be_hidden()
