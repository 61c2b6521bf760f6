"""Whoever looks at pages sees each kind of mistake where it is made, also after many good pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.crawl import DESK, PHONE, TABLET, look_at

pytestmark = pytest.mark.browser
WIDTHS = [PHONE, TABLET, DESK]
LOOKS = [(width, theme) for width in WIDTHS for theme in ("light", "dark")]
GOOD = """<!doctype html><html lang="en"><head><title>A page</title><style>
  :root { color-scheme: light dark }
  body { margin: 0; color: black; background: white }
  button { width: 44px; height: 44px; color: black; background: #eee }
  .stage { position: relative; height: 40px }
  @media (prefers-color-scheme: dark) { body { color: white; background: black } }
  @media (max-width: 1199px) { .desk { display: none } }
  PLANTED
</style></head><body><main>
  <h1>A page</h1><p class="note">Some <a href="/">words</a> on it.</p>
  <div><button class="pair">1 of</button><button class="pair">2 of</button></div>
  <button class="named"><span>Send</span></button>
  <div class="stage"><div class="curtain"></div><span class="actor">To be or not</span></div>
  MORE
</main></body></html>"""
AT_DESK, AT_TABLET, AT_PHONE = (
    "(min-width: 1200px)",
    "(min-width: 700px) and (max-width: 1000px)",
    "(max-width: 400px)",
)
DARK = "(prefers-color-scheme: dark)"
IN_BOTH = {"light", "dark"}


@pytest.fixture(scope="module")
def page(chrome: Browser) -> Iterator[Page]:
    """One that was good in every width and colour before somebody made a mistake."""
    context = chrome.new_context(reduced_motion="reduce")
    window = context.new_page()
    assert seen_on(window, "") == set()
    yield window
    context.close()


def seen_on(page: Page, planted: str, more: str = "") -> set[tuple[str, str, str]]:
    """Width, colour and mistake."""
    page.set_content(GOOD.replace("PLANTED", planted).replace("MORE", more))
    found = (problem.split() for problem in look_at(page, "planted", LOOKS, whole=1))
    return {(width, theme, mistake.rstrip(":")) for width, theme, _url, mistake, *_words in found}


@pytest.mark.parametrize(
    ("planted", "width", "themes", "mistake"),
    [
        (f"@media {DARK} and {AT_DESK} {{ .note {{ color: #555 }} }}", DESK, {"dark"}, "color-contrast"),
        (f"@media {AT_TABLET} {{ .note {{ opacity: .3 }} }}", TABLET, IN_BOTH, "color-contrast"),
        (f"@media {AT_TABLET} {{ .pair {{ width: 9px; height: 9px }} }}", TABLET, IN_BOTH, "target-size"),
        # What is shown in both colours is asked for its name in the first.
        (f"@media {AT_DESK} {{ .named * {{ display: none }} }}", DESK, {"light"}, "button-name"),
        (f"@media {AT_PHONE} {{ .note {{ width: 500px }} }}", PHONE, IN_BOTH, "scrolls"),
    ],
)
def test_a_mistake_of_the_style_is_seen_where_it_is_made(page, planted, width, themes, mistake):
    assert seen_on(page, planted) == {(str(width), theme, mistake) for theme in themes}


def test_an_id_that_stands_twice_is_seen_also_where_nothing_else_is_new(page):
    once, twice = '<p id="one">1</p>', '<p id="one">1</p><p id="one">2</p>'

    assert seen_on(page, "", more=once) == set()
    assert seen_on(page, "", more=twice) == {
        (str(width), theme, "duplicate-id") for width in WIDTHS for theme in IN_BOTH
    }


def test_what_only_a_desk_shows_has_a_name(page):
    assert seen_on(page, "", more='<button class="desk"></button>') == {(str(DESK), "light", "button-name")}


def test_a_stranger_behind_the_letters_is_seen(page):
    behind = ".curtain { position: absolute; inset: 0; background: #333 } .actor { position: relative }"

    assert seen_on(page, behind) == {(str(width), "light", "color-contrast") for width in WIDTHS}


def test_letters_beyond_their_ground_are_seen(page):
    ground = ".stage { position: static; width: 100px; color: #eee; background: black } "
    assert seen_on(page, ground + ".actor { position: absolute }") == set()

    found = seen_on(page, ground + ".actor { position: absolute; left: 140px }")

    assert found == {(str(width), "light", "color-contrast") for width in WIDTHS}


def test_what_nobody_sees_says_nothing_about_its_like(page):
    pale = "<p style='color: #888; background: #999'>Pale</p>"
    unseen = f"<div style='position: absolute; opacity: 0'>{pale}</div>"
    assert seen_on(page, "", more=unseen) == set()

    assert {mistake for _width, _theme, mistake in seen_on(page, "", more=unseen + pale)} == {
        "color-contrast"
    }


def test_what_waits_beside_the_page_is_asked_about_when_it_comes(page):
    skip = "<a class='skip' href='#more'>Skip to more</a>"
    beside = ".skip { position: absolute; left: -999px; color: #888; background: #999 } "
    assert seen_on(page, beside, more=skip) == set()

    came = seen_on(page, beside + f"@media {AT_DESK} {{ .skip {{ left: 0 }} }}", more=skip)

    assert came == {(str(DESK), theme, "color-contrast") for theme in IN_BOTH}
