"""Mail gateways open every link, some in a whole browser: nothing changes, and nothing is told (S19, S22)."""

import re
from datetime import timedelta
from decimal import Decimal
from functools import cache
from html import unescape

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from crm.shop.actions.invitation import Colleague, invite
from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Role
from customers.actions.consent import Answer, record_consent
from customers.models import Customer
from engagement.actions.announcement import Plan, make_announcement
from engagement.actions.announcement_freeze import freeze_recipients, plan_all
from engagement.actions.calendar_feed import make_calendar_feed
from engagement.actions.loyalty import adjust_card
from engagement.actions.reward_link import share
from engagement.actions.voucher import Worth, issue_voucher
from engagement.delivery import send_due
from engagement.models import EmailTemplate, EmailTemplateVersion, LinkPurpose, Message, Suppression
from engagement.public_links import link_url, show_links
from tests.architecture.doors import PUBLIC, doors
from tests.browser.conftest import Open
from tests.engagement.loyalty import run_program
from tests.feedback.keys import keys_of_this_floor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.usefixtures("at_any_hour"),
]

LINK = re.compile(r'(?:href="|<|\()(https?://[^">)\s]+)')
BODY = """Dear {{ first_name|friend }}, will you come?

[[button: Tell us | {{ attend_link }}]]

[[button: Your card | {{ card_link }}]]

[[button: For friends | {{ friend_link }}]]
"""
# Pages that a link in a mail opens, and what customers see without one.
SECRET = {
    name for name in PUBLIC if name.startswith("engagement:") and name != "engagement:provider_hook"
} | {
    "shop:invitation_accept",
    "feedback:survey_answer",
    "feedback:review_say",
    "feedback:testimonial_mine",
    "feedback:mystery_visit_report",
}
# Pages for colleagues: the key moves out of the address into a session, and a passkey needs a riddle.
ALLOWED = {
    "account_reset_password_from_key": {"django_session", "shop_cache", "account_emailaddress"},
    "mfa_login_webauthn": {"django_session", "shop_cache"},
}
SCANNER = "Mozilla/5.0 (compatible; SafeLinks/1.0; +https://gateway.example)"


@pytest.fixture
def at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways never sleep, and neither does this shop."""
    monkeypatch.setattr("engagement.delivery.next_allowed", lambda *_asked: None)
    monkeypatch.setattr("engagement.delivery.why_not_its_turn", lambda *_asked: None)


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


@pytest.fixture
def mailed(shop: ShopSettings, olga: User, anna: Customer) -> set[str]:
    """The addresses in an invitation as Anna's mailbox, and the gateway before it, would get it."""
    record_consent(anna, Answer("email", "news", is_given=True, source="till"), by=None)
    run_program(friend_gets=Decimal(3))
    adjust_card(anna, amount=3, because="Paper card", by=None)
    template = EmailTemplate.objects.create(
        key="event_invitation", name="Invitation", message_class="marketing", topic="news"
    )
    template.current = EmailTemplateVersion.objects.create(
        template=template, number=1, subject="Come", body=BODY
    )
    template.save()
    tasting = Plan("event", "Tasting", template, "news", "", 0, timezone.now() + timedelta(days=9), "here", 5)
    announcement = make_announcement(tasting, by=olga)
    freeze_recipients(announcement)
    plan_all(announcement)
    send_due(is_bulk=True)
    mail = Message.objects.get(customer=anna)
    assert mail.state == "sent", mail.skip_reason
    heads = " ".join(mail.headers.values())
    shown = show_links("\n".join([mail.html, mail.text, heads]), mail)
    return {path_of(unescape(address)) for address in LINK.findall(shown)}


@pytest.fixture
def keyed(mailed: set[str], olga: User, anna: Customer) -> dict[str, str]:
    """For each door that opens only to a key: an address with a key that fits."""
    voucher = issue_voucher(Worth(Decimal(5)), customer=anna, reason="birthday", by=None)
    colleague = Colleague("Nora", "nora@shop.example", Role.STAFF)
    number, key = user_pk_to_url_str(olga), default_token_generator.make_token(olga)
    found = {resolve(path).view_name: path for path in mailed}
    return (
        keys_of_this_floor(anna, olga)
        | found
        | {
            "engagement:voucher_show": path_of(
                link_url(share(LinkPurpose.VOUCHER, voucher, customer=anna, by=olga))
            ),
            "engagement:calendar_feed": reverse(
                "engagement:calendar_feed", args=[make_calendar_feed(olga, by=olga)]
            ),
            "engagement:provider_hook": reverse("engagement:provider_hook", args=["postmark"]),
            "shop:news": reverse("shop:news", args=["customer", anna.pk]),
            "shop:invitation_accept": path_of(invite(colleague, by=olga)[1]),
            "account_reset_password_from_key": reverse("account_reset_password_from_key", args=[number, key]),
            "account_confirm_email": reverse("account_confirm_email", args=["no-key-of-ours"]),
        }
    )


@pytest.fixture
def addresses(keyed: dict[str, str]) -> dict[str, str]:
    """Of every public door there is: a new one that wants a key needs a maker above."""
    public = [door for door in doors() if door.name in PUBLIC]
    return {door.name: keyed[door.name] if door.wants else door.address for door in public}


@cache
def every_table() -> str:
    """One statement for all: they are looked through after each of a hundred addresses."""
    digests = "SELECT '{0}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{0}\" t"
    return " UNION ALL ".join(digests.format(table) for table in connection.introspection.table_names())


def book() -> dict[str, str]:
    """Every table, in one word each."""
    with connection.cursor() as cursor:
        cursor.execute(every_table())
        return dict(cursor.fetchall())


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table, word in after.items() if before[table] != word}


def test_the_mail_has_all_its_links(mailed: set[str]):
    assert {resolve(path).view_name for path in mailed} >= {
        "engagement:preference_centre",
        "engagement:announcement_attend",
        "engagement:loyalty_show",
        "engagement:friend",
    }


def test_fetching_any_public_page_changes_nothing(client: Client, addresses: dict[str, str]):
    found, before = {}, book()
    for name, address in addresses.items():
        answers = [
            client.generic(method, address, HTTP_USER_AGENT=SCANNER).status_code
            for method in ("GET", "HEAD", "GET", "OPTIONS", "GET")
        ]
        assert max(answers) < 500, (name, answers)
        after = book()
        if touched := changed(before, after) - ALLOWED.get(name, set()):
            found[name] = touched
        before = after

    assert found == {}


def test_the_keys_fit(client: Client, addresses: dict[str, str]):
    """Else the test above would say nothing."""
    fitting = {name for name in addresses if name.startswith("engagement:")} - {"engagement:provider_hook"}

    assert {client.get(addresses[name], follow=True).status_code for name in fitting} == {200}
    assert client.get(addresses["shop:invitation_accept"]).status_code == 200


def test_a_secret_address_is_told_to_nobody(client: Client, keyed: dict[str, str]):
    policies = {name: client.get(path).headers.get("Referrer-Policy") for name, path in keyed.items()}

    # Colleagues' own links lead to forms that want to see where they are sent from: to nobody but ourselves.
    colleagues = {name for name in keyed if not name.startswith(("engagement:", "feedback:"))}
    assert {policies[name] for name in colleagues} == {"same-origin"}
    assert {policies[name] for name in keyed.keys() & SECRET - colleagues} == {"no-referrer"}


class Gateway:
    """A whole browser that looks for half a minute, moves about, and presses nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: set[str] = set()
        page.set_extra_http_headers({"User-Agent": SCANNER})
        page.clock.install()
        page.on("request", lambda request: self.asked.add(request.url))

    def look_at(self, address: str) -> None:
        self.page.goto(address)
        for thing in self.page.locator("a, button, input, label").all():
            if place := thing.bounding_box():
                self.page.mouse.move(place["x"] + 1, place["y"] + 1)
        self.page.mouse.wheel(0, 5_000)
        self.page.clock.run_for(30_000)
        self.page.wait_for_load_state("networkidle")


def test_a_browser_that_presses_nothing_changes_nothing(
    open_as: Open, addresses: dict[str, str], live_server: LiveServer
):
    gateway = Gateway(open_as(None))
    # A file is no page to stay on; it was fetched above.
    pages = {name: path for name, path in addresses.items() if name in SECRET - {"engagement:calendar_feed"}}
    before = book()

    for path in pages.values():
        gateway.look_at(path)

    assert changed(before, book()) == set()
    assert {address for address in gateway.asked if not address.startswith(live_server.url)} == set()


def test_after_the_gateway_the_button_still_works(open_as: Open, keyed: dict[str, str]):
    Gateway(open_as(None)).look_at(keyed["engagement:preference_centre"])
    page = open_as(None)

    page.goto(keyed["engagement:preference_centre"])
    page.locator("button[value=all]").click()
    page.wait_for_load_state()

    assert Suppression.objects.count() == 1
