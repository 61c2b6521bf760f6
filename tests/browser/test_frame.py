"""What people do on every page: log, undo, search, change colours; and what happens when something breaks."""

import pytest
from django.db import OperationalError
from playwright.sync_api import expect

from customers.actions.interaction import Entry, log_interaction
from customers.models import Interaction
from customers.views import interaction as interaction_views

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOSTILE = (
    '"><img src=x onerror="window.broken=1"><script>window.broken=1</script>'
    '<div hx-get="/x" hx-trigger="load">{{7*7}}</div>'
)


def visits_of(customer) -> list[str]:
    return list(Interaction.objects.filter(customer=customer, kind="visit").values_list("text", flat=True))


def test_a_visit_is_logged_on_a_phone(open_as, mira, anna):
    window = open_as(mira, width=390)
    window.goto(f"/customers/{anna.pk}/")

    window.get_by_role("link", name="Log").tap()
    window.locator("#composer textarea").fill("Bought nothing, liked the bowls")
    window.locator("#composer").get_by_role("button", name="Save").tap()

    expect(window.locator(".day-group")).to_contain_text("liked the bowls")
    expect(window.locator("#notices")).to_contain_text("logged")
    expect(window.locator("#composer textarea")).to_be_hidden()
    assert visits_of(anna) == ["Bought nothing, liked the bowls"]


def test_ctrl_enter_saves_and_undo_takes_it_back(open_as, mira, anna):
    window = open_as(mira)
    window.goto(f"/customers/{anna.pk}/")

    window.locator("#composer textarea").fill("One too many")
    window.keyboard.press("Control+Enter")
    window.locator("#notices").get_by_role("button", name="Undo").click()

    expect(window.locator("#stream")).to_contain_text("taken back")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_visit_is_logged_without_script(open_as, mira, anna, width):
    window = open_as(mira, width=width, script=False)
    window.goto(f"/customers/{anna.pk}/#composer")

    window.locator("#composer textarea").fill("No script today")
    window.locator("#composer").get_by_role("button", name="Save").click()

    expect(window.locator("#stream")).to_contain_text("No script today")
    assert visits_of(anna) == ["No script today"]


@pytest.mark.parametrize(
    ("problem", "status", "words"),
    [
        (OperationalError("canceling statement due to lock timeout"), "503", "try again in a few seconds"),
        (ValueError("SELECT secret"), "500", "Nothing you typed was half saved"),
    ],
)
def test_a_busy_book_or_a_mistake_of_ours_leaves_the_form_alone(
    open_as, mira, anna, monkeypatch, allowed_errors, problem, status, words
):
    allowed_errors.append(status)

    def breaks(*_words, **_more):
        raise problem

    monkeypatch.setattr(interaction_views, "log_interaction", breaks)
    window = open_as(mira)
    window.goto(f"/customers/{anna.pk}/")

    window.locator("#composer textarea").fill("Do not lose me")
    window.locator("#composer").get_by_role("button", name="Save").click()

    expect(window.locator("#notices")).to_contain_text(words)
    expect(window.locator("#notices")).not_to_contain_text("secret")
    expect(window.locator("#composer textarea")).to_have_value("Do not lose me")


def test_a_lost_connection_is_said(open_as, mira, anna, allowed_errors):
    allowed_errors += ["ERR_FAILED", "htmx:"]
    window = open_as(mira)
    window.goto(f"/customers/{anna.pk}/")
    window.route("**/log/", lambda route: route.abort())

    window.locator("#composer textarea").fill("Do not lose me")
    window.locator("#composer").get_by_role("button", name="Save").click()

    expect(window.locator("#notices")).to_contain_text("No connection")
    expect(window.locator("#composer textarea")).to_have_value("Do not lose me")


def test_hostile_words_stay_words(open_as, olga, anna):
    from django.utils import timezone

    log_interaction(anna, Entry(kind="note", at=timezone.now(), text=HOSTILE), by=olga)
    window = open_as(olga)
    asked = []
    window.on("request", lambda request: asked.append(request.url))

    window.goto(f"/customers/{anna.pk}/")

    expect(window.locator("#stream")).to_contain_text("window.broken=1")
    assert window.evaluate("window.broken") is None
    assert [url for url in asked if url.endswith("/x")] == []
    assert window.evaluate("localStorage.length") == 0


def test_colours_change_at_once_and_stay(open_as, olga):
    window = open_as(olga)
    window.goto("/customers/")

    window.locator(".user-menu summary").click()
    window.get_by_role("button", name="Dark").click()

    expect(window.locator("html")).to_have_attribute("data-bs-theme", "dark")
    window.reload()
    expect(window.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_colours_change_without_script(open_as, olga):
    window = open_as(olga, script=False)
    window.goto("/customers/")

    window.locator(".user-menu summary").click()
    window.get_by_role("button", name="Dark").click()

    expect(window.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_keyboard_finds_its_way(open_as, olga):
    window = open_as(olga)
    window.goto("/customers/")

    window.keyboard.press("Tab")
    expect(window.get_by_text("Skip to the content")).to_be_focused()
    window.keyboard.press("/")
    expect(window.locator("#search")).to_be_focused()
    window.locator(".user-menu summary").click()
    window.keyboard.press("Escape")
    expect(window.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_phone_reaches_every_page_by_its_bar(open_as, olga):
    window = open_as(olga, width=390, script=False)
    window.goto("/customers/")

    window.locator(".bottom-bar summary").tap()
    window.locator(".bottom-bar").get_by_role("link", name="Settings").tap()

    expect(window.locator("h1")).to_be_visible()
    assert "/customers/" not in window.url


def test_signing_in_on_the_page_itself(open_as, mira):
    window = open_as(None)
    window.goto("/")

    window.get_by_label("Email").fill(mira.email)
    window.get_by_label("Password").fill("correct horse battery staple")
    window.get_by_role("button", name="Sign in", exact=True).click()

    expect(window.locator("h1")).to_contain_text("Mira")
