"""Pages the crawl does not reach: those that ask for the password again, the till, an invitation."""

import pytest
from playwright.sync_api import Page, expect

from crm.shop.actions.invitation import Colleague, invite
from crm.shop.actions.till import enrol_tablet, note_full_sign_in, set_pin
from crm.shop.models import Location, OpeningWindow, User
from crm.shop.permissions import Role
from crm.shop.tablet import COOKIE
from tests.browser.crawl import go, keep_picture, look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery staple"
TOKEN = "a token that only this tablet holds"
LOOKS = [(390, "dark"), (820, "light"), (1440, "light")]


def prove(page: Page) -> None:
    go(page, "/account/reauthenticate/?next=/me/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/me/")


def problems_at(page: Page, *paths: str) -> list[str]:
    problems: list[str] = []
    for path in paths:
        go(page, path)
        problems += look_at(page, path.strip("/").replace("/", "-")[:30], LOOKS)
    return problems


def test_pages_behind_the_password_suit_everybody(open_as, olga: User, mira: User, counter: Location):
    for day in range(6):
        OpeningWindow.objects.create(location=counter, weekday=day, opens="09:00", closes="12:30")
        OpeningWindow.objects.create(location=counter, weekday=day, opens="14:00", closes="18:00")
    enrol_tablet("Counter", token=TOKEN, location=counter, by=olga)
    invite(Colleague("Nora", "nora@shop.example", Role.STAFF), by=olga)
    page = open_as(olga)
    prove(page)

    problems = problems_at(
        page,
        "/staff/",
        "/staff/invite/",
        f"/staff/{mira.pk}/",
        f"/staff/{mira.pk}/deactivate/",
        "/tablets/",
        "/tablets/enrol/",
        "/settings/",
        "/places/",
        f"/places/{counter.pk}/",
        f"/places/{counter.pk}/calendar/?month=2026-12",
        "/history/",
        "/permissions/",
        "/me/",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/add/",
        "/account/password/change/",
    )
    assert problems == []


def test_an_invitation_suits_everybody(open_as, olga: User, live_server, settings):
    _invitation, link = invite(Colleague("Nora", "nora@shop.example", Role.STAFF), by=olga)

    assert problems_at(open_as(None), link.removeprefix(settings.PUBLIC_URL)) == []


def test_the_tablet_changes_hands_by_pin(open_as, live_server, olga: User, mira: User):
    device = enrol_tablet("Counter", token=TOKEN, location=None, by=olga)
    note_full_sign_in(device, by=olga)
    set_pin(mira, "4711", by=mira)
    page = open_as(None, width=820)
    page.context.add_cookies([{"name": COOKIE, "value": TOKEN, "url": live_server.url}])

    go(page, "/till/")
    assert look_at(page, "till", [(820, "light")]) == []
    page.select_option("[name=person]", label="Mira")
    page.fill("[name=pin]", "4711")
    page.click("main button:has-text('Take over')")

    page.wait_for_url("**/today/")
    expect(page.locator(".user-name")).to_have_text("Mira")
    keep_picture(page, "till-taken-over")
