"""A day at the counter without a mouse, on the phone, the tablet and the desk, by day and by night."""

import pytest
from playwright.sync_api import Page, expect

from customers.actions.stage import replay_stages
from customers.models import Customer, Interaction, Segment
from tests.browser.crawl import keep_picture, problems_by_day_and_night
from tests.browser.test_list import crowd, work  # noqa: F401 - a fixture, and what the worker does

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [390, 820, 1440]
FOCUSED = """() => {
  const { activeElement: here } = document;
  const words = [here.ariaLabel, here.labels?.[0]?.textContent, here.textContent].filter(Boolean).join(" ");
  return words.replace(/\\s+/g, " ").trim();
}"""
FAR = 80


def tab_to(page: Page, words: str) -> None:
    """Tab on until the thing of this name has the focus, and is seen to have it."""
    for _time in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(words):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none" or (
                page.locator("label:has(:focus-visible)").count()
            )
            return
    pytest.fail(f"Nobody comes to “{words}” by the keyboard; the focus is on {page.evaluate(FOCUSED)[:80]}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def is_open(page: Page, name: str) -> None:
    """The page of this name is there, and its keys work: they come with the script, at the very end."""
    expect(page.locator("h1")).to_have_text(name)
    page.wait_for_load_state()


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_comes_in_and_somebody_new(open_as, mira, lived_in_shop, width):
    replay_stages(None)
    page = open_as(mira, width=width)
    page.goto("/today/")
    problems = problems_by_day_and_night(page)

    press(page, "/")
    page.keyboard.type("0001")
    expect(page.get_by_role("option", name="Anna Bell")).to_be_visible()
    problems += problems_by_day_and_night(page)
    press(page, "ArrowDown", "Enter")
    is_open(page, "Anna Bell")

    press(page, "c")
    page.keyboard.type("Came in for a present")
    press(page, "Control+Enter")
    expect(page.locator("#stream")).to_contain_text("Came in for a present")
    keep_picture(page, f"keys-logged-{width}")
    problems += problems_by_day_and_night(page)
    tab_to(page, "Undo")
    press(page, "Enter")
    expect(page.locator("#stream")).to_contain_text("taken back")
    assert not Interaction.objects.standing().filter(text="Came in for a present").exists()

    page.reload()
    tab_to(page, "Conversion since")
    press(page, "Enter")
    expect(page.get_by_text("Bought for the first time")).to_be_visible()
    problems += problems_by_day_and_night(page)

    press(page, "/")
    page.keyboard.type("Zoe Quill 07700 900123")
    expect(page.locator("#search-found")).to_contain_text("Nobody found")
    press(page, "Enter")
    expect(page.get_by_label("Last name")).to_have_value("Quill")
    problems += problems_by_day_and_night(page)
    tab_to(page, "How they found us")
    page.keyboard.type("Walked by")
    press(page, "Control+Enter")

    expect(page.locator("h1")).to_have_text("Zoe Quill")
    assert Customer.objects.get(family_name="Quill").source == "Walked by"
    assert problems == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_is_asked_for_kept_walked_and_tagged(open_as, mark, crowd, width):  # noqa: F811
    page = open_as(mark, width=width)
    page.goto("/customers/")

    _ask_for(page, "Retention")
    expect(page.get_by_role("status")).to_contain_text("3 customers")
    tab_to(page, "Save this list")
    press(page, "Enter")
    tab_to(page, "Name")
    page.keyboard.type("Our regulars")
    press(page, "Enter")
    expect(page.get_by_role("link", name="Our regulars")).to_have_attribute("aria-current", "page")
    assert Segment.objects.get().query == "stage=retention"
    problems = problems_by_day_and_night(page)

    press(page, "j", "Enter")
    is_open(page, "Rita")
    for key, name in (("j", "Rosa"), ("j", "Rudi"), ("k", "Rosa")):
        press(page, key)
        is_open(page, name)
    problems += problems_by_day_and_night(page)
    press(page, "Escape")
    expect(page.get_by_role("link", name="Rosa")).to_be_focused()
    expect(page.get_by_role("link", name="Rosa")).to_be_in_viewport()

    press(page, "g", "c")
    page.wait_for_url("**/customers/")
    _ask_for(page, "Lapsed")
    expect(page.get_by_role("status")).to_contain_text("501 customers")
    tab_to(page, "Change many")
    press(page, "Enter")
    tab_to(page, "All 501 who match")
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Change many")
    tab_to(page, "Tag")
    page.keyboard.type("Miss you")
    press(page, "Enter")
    expect(page.get_by_text("501 customers would change.")).to_be_visible()
    problems += problems_by_day_and_night(page)
    tab_to(page, "Change 501 customers")
    press(page, "Enter")
    expect(page.get_by_text("You can leave this page")).to_be_visible()
    work()
    page.reload()

    expect(page.get_by_text("Done: 501 customers were changed.")).to_be_visible()
    assert Customer.objects.filter(tags__name="Miss you").count() == 501
    assert problems == []


def _ask_for(page: Page, stage: str) -> None:
    """The filter, a tick, and Show."""
    press(page, "f")
    expect(page.get_by_label(stage)).to_be_visible()
    tab_to(page, stage)
    press(page, "Space")
    tab_to(page, "Show")
    press(page, "Enter")
