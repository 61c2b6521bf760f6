"""Finding and adding from the one box, the palette, and the keys: by pointer, by keyboard, without script."""

import pytest
from playwright.sync_api import expect

from customers.actions.customer import create_customer
from tests.browser.crawl import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db, anna, bert):
    """Anna, Bert, and three more."""
    for name in ("Carla", "Dora", "Emil"):
        create_customer({"given_name": name, "family_name": "Dean"}, by=None)


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (320, "dark"), (1440, "light"), (1440, "dark")])
def test_the_last_four_digits_find_anna(open_as, mira, people, anna, width, theme):
    window = open_as(mira, width=width, theme=theme)
    window.goto("/customers/")

    window.locator("#search").press_sequentially("0001")
    option = window.locator("#search-found").get_by_role("option", name="Anna Bell")
    expect(option).to_be_visible()
    assert problems_of(window) == []
    option.click()

    expect(window.locator("h1")).to_have_text("Anna Bell")


def test_the_keyboard_alone_finds_and_chooses(open_as, mira, people):
    window = open_as(mira)
    window.goto("/today/")

    window.keyboard.press("/")
    window.keyboard.type("dean")
    expect(window.locator("#search-found [role=option]")).to_have_count(4)
    expect(window.locator("#search")).to_have_attribute("aria-expanded", "true")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("ArrowUp")
    chosen = window.locator("#search-found [aria-selected=true]")
    expect(chosen).to_have_count(1)
    name = chosen.locator("strong").inner_text()
    window.keyboard.press("Enter")

    expect(window.locator("h1")).to_have_text(name)


def test_escape_closes_the_list_and_enter_opens_the_page_of_results(open_as, mira, people):
    window = open_as(mira)
    window.goto("/customers/")

    window.locator("#search").press_sequentially("dean")
    expect(window.locator("#search-found")).to_be_visible()
    window.keyboard.press("Escape")
    expect(window.locator("#search-found")).to_be_hidden()
    window.keyboard.press("Enter")

    expect(window.locator("main a.person")).to_have_count(3)


@pytest.mark.parametrize("script", [True, False])
def test_somebody_unknown_is_added_from_the_box(open_as, mira, people, script):
    window = open_as(mira, script=script)
    window.goto("/customers/")

    window.locator("#search").fill("Zoe Quill 07700 900123")
    if script:
        window.locator("#search-found").get_by_role("option", name="Add “Zoe Quill 07700 900123”").click()
    else:
        window.locator("#search").press("Enter")
        window.get_by_role("link", name="Add “Zoe Quill 07700 900123”").click()
    window.locator("main").get_by_role("button", name="Add").or_(
        window.locator("main form button[type=submit], main form button:not([type])")
    ).first.click()

    expect(window.locator("h1")).to_have_text("Zoe Quill")


def test_the_palette_lists_filters_and_finds(open_as, olga, people):
    window = open_as(olga)
    window.goto("/customers/")

    window.keyboard.press("Control+k")
    palette = window.locator("#palette")
    expect(palette.get_by_role("option", name="New customer")).to_be_visible()
    assert problems_of(window) == []
    window.keyboard.type("sett")
    expect(palette.get_by_role("option", name="New customer")).to_be_hidden()
    expect(palette.get_by_role("option", name="Settings")).to_be_visible()
    window.keyboard.press("Control+a")
    window.keyboard.type("carla")
    expect(palette.get_by_role("option", name="Carla Dean", exact=False).first).to_be_visible()
    expect(palette.locator("[aria-selected=true]")).to_contain_text("Carla Dean")
    window.keyboard.press("Enter")

    expect(window.locator("h1")).to_have_text("Carla Dean")


def test_enter_takes_the_first_that_fits_in_the_palette(open_as, olga, people):
    window = open_as(olga)
    window.goto("/customers/")

    window.keyboard.press("Control+k")
    expect(window.locator("#palette").get_by_role("option", name="Imports")).to_be_visible()
    window.keyboard.type("imports")
    expect(window.locator("#palette [aria-selected=true]")).to_have_text("Imports")
    window.keyboard.press("Enter")

    window.wait_for_url("**/imports/")


def test_enter_adds_whom_nobody_knows(open_as, mira, people):
    window = open_as(mira)
    window.goto("/customers/")

    window.locator("#search").press_sequentially("zoe quill")
    expect(window.locator("#search-found")).to_contain_text("Nobody found")
    window.keyboard.press("Enter")

    expect(window.get_by_label("First name")).to_have_value("zoe")


def test_what_happened_is_logged_from_anywhere(open_as, mira, people):
    window = open_as(mira)
    window.goto("/customers/")

    window.keyboard.press("Control+k")
    expect(window.locator("#palette").get_by_role("option", name="Log what happened")).to_be_visible()
    window.keyboard.type("log what")
    window.keyboard.press("Enter")
    expect(window.locator("h1")).to_have_text("Choose the customer first")
    expect(window.locator("#search")).to_be_focused()
    assert problems_of(window) == []
    window.keyboard.type("carla")
    window.locator("#search-found").get_by_role("option", name="Carla Dean").click()

    window.wait_for_url("**/#composer")


def test_the_keys_lead_everywhere(open_as, olga, people, anna):
    window = open_as(olga)
    window.goto("/customers/")

    window.keyboard.press("?")
    expect(window.locator("#keys")).to_contain_text("Go to Today")
    assert problems_of(window) == []
    window.keyboard.press("n")
    expect(window.locator("#keys")).to_be_visible()
    window.keyboard.press("Escape")
    window.keyboard.press("j")
    window.keyboard.press("j")
    expect(window.locator("main a.person").nth(1)).to_be_focused()
    window.keyboard.press("k")
    window.keyboard.press("Enter")
    expect(window.locator("#composer textarea")).to_be_visible()
    window.keyboard.press("c")
    expect(window.locator("#composer textarea")).to_be_focused()
    window.keyboard.type("gn?")
    expect(window.locator("#composer textarea")).to_have_value("gn?")


@pytest.mark.parametrize(
    ("keys", "path"), [("gt", "/today/"), ("gc", "/customers/"), ("gd", "/cycle/"), ("n", "/customers/new/")]
)
def test_a_key_opens_its_page(open_as, olga, people, keys, path):
    window = open_as(olga)
    window.goto("/keys/")

    for key in keys:
        window.keyboard.press(key)

    window.wait_for_url(f"**{path}*")


def test_the_box_focuses_nothing_while_somebody_types(open_as, mira, people):
    window = open_as(mira)
    window.goto("/customers/new/")

    field = window.get_by_label("First name")
    field.fill("")
    field.press_sequentially("n/c")

    expect(field).to_have_value("n/c")


def test_answers_out_of_order_are_dropped(open_as, mira, people, allowed_errors):
    allowed_errors.append("htmx:")  # it says so when it drops one
    window = open_as(mira)
    window.goto("/customers/")
    slow = []

    def hold(route):
        if "q=ca" in route.request.url and "carla" not in route.request.url:
            slow.append(route)
        else:
            route.continue_()

    window.route("**/search/*", hold)
    with window.expect_request("**/search/*q=ca*"):
        window.locator("#search").fill("ca")
    window.locator("#search").fill("carla")
    expect(window.locator("#search-found")).to_contain_text("Carla Dean")

    assert len(slow) == 1
    expect(window.locator("#search-found [role=option]")).to_have_count(2)
