"""A passkey from the first touch to the sign-in, with an authenticator that Chromium plays (S10)."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect

from crm.shop.actions.sign_in import PER_ACCOUNT, take
from crm.shop.models import AuditEntry, User
from tests.browser.crawl import go, keep_picture, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery staple"


def plug_in_an_authenticator(page: Page) -> tuple[CDPSession, str]:
    """A fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    added = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools, added["authenticatorId"]


def sign_in_with_password(page: Page, person: User) -> None:
    go(page, "/account/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in') >> nth=0")
    page.wait_for_url(re.compile("/today/"))


def forget_the_session(page: Page) -> None:
    """Signed out from outside, on an empty page: one of ours would be led to the sign-in page beside us."""
    page.goto("about:blank")
    page.context.clear_cookies()


def add_passkey(page: Page) -> None:
    go(page, "/account/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit], main form button").first.click()
    page.wait_for_url(re.compile("/webauthn/add/"))
    page.fill("[name=name]", "Olga's phone")
    page.check("[name=passwordless]")
    keep_picture(page, "passkey-add")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("/recovery-codes/"))


def test_a_passkey_is_added_and_opens_the_shop_even_when_the_password_has_to_wait(
    open_as, olga: User
) -> None:
    page = open_as(None)
    devtools, authenticator = plug_in_an_authenticator(page)
    sign_in_with_password(page, olga)

    add_passkey(page)

    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert len(kept) == 1
    assert Authenticator.objects.filter(user=olga, type="webauthn").count() == 1
    for _number in range(10):
        take(PER_ACCOUNT, olga.email)
    forget_the_session(page)

    go(page, "/account/login/")
    assert problems_of(page) == []
    page.click("#passkey_login")
    page.wait_for_url(re.compile("/today/"))

    expect(page.locator("body")).to_contain_text("Olga")
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["user.signed_in", "user.webauthn_added", "user.signed_in"]


def test_a_passkey_of_somebody_who_left_opens_nothing(open_as, olga: User, mira: User) -> None:
    page = open_as(None)
    plug_in_an_authenticator(page)
    sign_in_with_password(page, olga)
    add_passkey(page)
    forget_the_session(page)
    User.objects.filter(pk=olga.pk).update(is_active=False)

    go(page, "/account/login/")
    page.click("#passkey_login")

    expect(page.locator("#notices")).to_contain_text("That did not work")
    assert "/account/login/" in page.url


def second_step(page: Page, person: User) -> None:
    """The password is right, and one thing more is asked for."""
    forget_the_session(page)
    go(page, "/account/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in') >> nth=0")
    page.wait_for_url(re.compile("/2fa/authenticate/"))


def use_an_authenticator_app(page: Page) -> str:
    """Set one up; its secret."""
    go(page, "/account/2fa/totp/activate/")
    secret = page.locator(".secret-codes").text_content() or ""
    page.fill("[name=code]", code_of(secret))
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/2fa/(recovery-codes/)?"))
    return secret


def prove_by_passkey(page: Page) -> None:
    """It is still me, says the fingerprint."""
    page.get_by_role("link", name="Use a passkey").or_(
        page.get_by_role("button", name="Use a passkey")
    ).click()
    page.wait_for_url(re.compile("/webauthn/reauthenticate/"))
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url(re.compile("/webauthn/keys/[0-9]+/edit/$"))


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1440, "light")])
def test_a_passkey_is_the_second_step_is_renamed_and_removed(
    open_as, olga: User, width: int, theme: str
) -> None:
    page = open_as(None, width=width, theme=theme)
    plug_in_an_authenticator(page)
    sign_in_with_password(page, olga)
    add_passkey(page)
    problems = problems_of(page)
    keep_picture(page, f"passkey-recovery-{width}")

    second_step(page, olga)
    problems += problems_of(page)
    keep_picture(page, f"passkey-second-step-{width}")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(re.compile("/today/"))

    go(page, "/account/2fa/webauthn/")
    problems += problems_of(page)
    keep_picture(page, f"passkey-list-{width}")
    page.get_by_role("link", name="Rename").click()
    prove_by_passkey(page)
    problems += problems_of(page)
    keep_picture(page, f"passkey-rename-{width}")
    page.fill("[name=name]", "The blue key")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The blue key")).to_be_visible()

    page.get_by_role("link", name="Remove").click()
    problems += problems_of(page)
    keep_picture(page, f"passkey-remove-{width}")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No passkey yet")).to_be_visible()
    keep_picture(page, f"passkey-removed-{width}")

    assert problems == []
    assert not Authenticator.objects.filter(user=olga, type="webauthn").exists()


def test_an_authenticator_app_is_the_second_step_beside_a_passkey(open_as, olga: User) -> None:
    page = open_as(None)
    plug_in_an_authenticator(page)
    sign_in_with_password(page, olga)
    add_passkey(page)
    secret = use_an_authenticator_app(page)
    cache.clear()  # a code counts once, and the one that set the app up is used

    second_step(page, olga)
    page.fill("[name=code]", "000000")
    page.locator("main form button").first.click()
    expect(page.locator("main .is-invalid")).to_be_focused()
    keep_picture(page, "totp-second-step-wrong")
    page.fill("[name=code]", code_of(secret))
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/today/"))

    expect(page.locator("body")).to_contain_text("Olga")
