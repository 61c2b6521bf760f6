"""The shop's own card."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from crm.shop.actions.shop_settings import SHOWN, state_of_shop
from crm.shop.models import AuditEntry, ShopSettings, User

Browser = Callable[[User], Client]


def form_of(shop: ShopSettings, **changes: Any) -> dict[str, Any]:
    shown = {name: getattr(shop, name) for name in SHOWN} | {"state": state_of_shop(shop)} | changes
    return {name: value for name, value in shown.items() if value not in (False, None)}


def test_settings_saves_and_leaves_history(proven: Browser, olga: User, shop: ShopSettings) -> None:
    client = proven(olga)
    form = form_of(shop, name="The Other Shop", time_zone="Europe/Dublin", legal_footer="Register 12")

    assert client.get("/settings/").status_code == 200
    assert client.post("/settings/", form).status_code == 302
    client.post("/settings/", form)

    shop.refresh_from_db()
    assert (shop.name, shop.time_zone, shop.legal_footer) == (
        "The Other Shop",
        "Europe/Dublin",
        "Register 12",
    )
    entry = AuditEntry.objects.get(verb="shop.edited")
    assert (entry.actor, entry.fields) == ("Olga", ["legal_footer", "name", "time_zone"])


def test_settings_say_how_soon_a_question_is_answered(
    proven: Browser, olga: User, shop: ShopSettings
) -> None:
    client = proven(olga)

    assert client.post("/settings/", form_of(shop, answer_within_hours="4")).status_code == 302
    shop.refresh_from_db()
    assert shop.answer_within_hours == 4
    assert client.post("/settings/", form_of(shop, answer_within_hours="0")).status_code == 422


def test_settings_are_the_owners_and_need_the_password(
    browser: Browser, olga: User, mark: User, vera: User, client: Client
) -> None:
    assert client.get("/settings/").status_code == 302
    assert browser(mark).get("/settings/").status_code == 403
    assert browser(vera).post("/settings/").status_code == 403
    assert browser(olga).get("/settings/").headers["Location"].startswith("/account/reauthenticate/")


def test_settings_with_mistakes_come_back(proven: Browser, olga: User, shop: ShopSettings) -> None:
    response = proven(olga).post(
        "/settings/", form_of(shop, name="", time_zone="Mars/Olympus", currency="XXX1")
    )

    assert response.status_code == 422


def test_settings_somebody_else_changed_are_shown_beside_mine(
    proven: Browser, olga: User, shop: ShopSettings
) -> None:
    form = form_of(shop, legal_footer="mine")
    ShopSettings.objects.update(legal_footer="theirs")
    client = proven(olga)

    response = client.post("/settings/", form)

    assert response.status_code == 409
    page = response.content.decode()
    assert "theirs" in page
    assert "mine" in page
    newer = response.context["form"]["state"].value()
    assert client.post("/settings/", form | {"state": newer}).status_code == 302
    shop.refresh_from_db()
    assert shop.legal_footer == "mine"


@pytest.mark.parametrize("path", ["/me/", "/permissions/"])
def test_a_required_second_factor_leads_to_it(
    browser: Browser, mira: User, shop: ShopSettings, path: str
) -> None:
    ShopSettings.objects.update(requires_second_factor=True)
    client = browser(mira)

    assert client.get(path).headers["Location"] == "/account/2fa/"
    assert client.get(path, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200


def test_whoever_has_a_second_factor_comes_in(browser: Browser, mira: User) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    ShopSettings.objects.update(requires_second_factor=True)
    TOTP.activate(mira, generate_totp_secret())

    assert browser(mira).get("/me/").status_code == 200


def test_the_last_second_factor_stays_where_everybody_needs_one(proven: Browser, mira: User) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(mira, generate_totp_secret())
    client = proven(mira)
    ShopSettings.objects.update(requires_second_factor=True)

    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=mira).exists()
    ShopSettings.objects.update(requires_second_factor=False)
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=mira).exists()


def test_a_secret_is_not_readable_in_the_database(mira: User, settings: object) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from allauth.mfa.utils import decrypt

    TOTP.activate(mira, "JBSWY3DPEHPK3PXP")
    stored = Authenticator.objects.get().data["secret"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key " * 6  # type: ignore[attr-defined]

    assert "JBSWY3DPEHPK3PXP" not in stored
    assert decrypt(stored) == "JBSWY3DPEHPK3PXP"
