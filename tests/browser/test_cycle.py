"""Seeing why somebody stands where they stand, with the keyboard alone; and the people behind a number."""

import pytest
from playwright.sync_api import expect

from customers.actions.stage import replay_stages
from customers.models import Customer
from tests.browser.crawl import keep_picture, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (820, "light"), (1440, "light")])
def test_why_somebody_stands_there_and_pinning_it_by_keyboard(open_as, lived_in_shop, mira, width, theme):
    page = open_as(mira, width=width, theme=theme)
    page.goto(f"/customers/{lived_in_shop.pk}/")

    page.get_by_role("link", name="Conversion since").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/stage/")

    expect(page.get_by_text("Bought for the first time")).to_be_visible()
    page.get_by_label("Stage").focus()
    page.keyboard.type("Adv")
    page.keyboard.press("Tab")
    page.keyboard.type("Brings her whole choir")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mira: Brings her whole choir")).to_be_visible()
    keep_picture(page, f"stage-{width}-{theme}")
    assert problems_of(page) == []
    assert Customer.objects.get(pk=lived_in_shop.pk).stage == "advocacy"


def test_a_number_of_the_cycle_opens_its_people_without_script(open_as, lived_in_shop, vera):
    replay_stages(None)
    page = open_as(vera, width=390, script=False)
    page.goto("/cycle/")

    page.get_by_role("row", name="Reach").get_by_role("link").first.click()

    expect(page.get_by_role("link", name="Anna Bell")).to_be_visible()
