"""The first page of a new shop when somebody was faster, and the way from the demo to it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from crm.shop.actions.opening import NewShop, open_shop
from crm.shop.models import ShopSettings, User

ANSWERS = {
    "shop_name": "Paper & Petals",
    "country": "NL",
    "time_zone": "Europe/Amsterdam",
    "currency": "EUR",
    "owner_name": "Olga",
    "owner_email": "olga@paper.example",
    "password": "correct horse battery staple",
}


class SomebodyIsFaster:
    """A check of passwords that takes so long that another browser opens the shop meanwhile."""

    def validate(self, password: str, user: object = None) -> None:
        shop = NewShop("The other one", "NL", "Europe/Amsterdam", "EUR")
        open_shop(shop, owner_name="Otto", owner_email="otto@other.example", password=password)


class NothingIsGoodEnough:
    """A check of passwords that no password passes."""

    def validate(self, password: str, user: object = None) -> None:
        raise ValidationError("This password is in every list.")


def checked_by(settings: Any, check: type) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{check.__module__}.{check.__qualname__}"}]


@pytest.mark.django_db
def test_open_page_leads_to_the_sign_in_page_when_somebody_was_faster(settings: Any, client: Client) -> None:
    checked_by(settings, SomebodyIsFaster)

    response = client.post("/welcome/", ANSWERS, follow=True)

    assert response.redirect_chain == [("/account/login/", 302)]
    assert "Somebody else has just opened the shop. Please sign in." in response.content.decode()
    assert [user.name for user in User.objects.all()] == ["Otto"]


@pytest.mark.django_db
def test_open_page_says_what_is_wrong_with_a_password(settings: Any, client: Client) -> None:
    checked_by(settings, NothingIsGoodEnough)

    response = client.post("/welcome/", ANSWERS)

    assert response.status_code == 422
    assert "This password is in every list." in response.content.decode()
    assert ShopSettings.current() is None


@pytest.fixture
def demo(shop: ShopSettings) -> None:
    ShopSettings.objects.update(is_demo=True)


def test_demo_clear_asks_once_and_leads_to_the_first_page(
    demo: None, olga: User, proven: Callable[[User], Client]
) -> None:
    browser = proven(olga)

    asked = browser.get("/clear-demo/")
    cleared = browser.post("/clear-demo/")

    assert asked.status_code == 200
    assert cleared.headers["Location"] == "/welcome/"
    assert ShopSettings.current() is None
    assert browser.get("/welcome/").status_code == 200


def test_demo_clear_is_not_for_a_real_shop(olga: User, proven: Callable[[User], Client]) -> None:
    assert proven(olga).post("/clear-demo/").status_code == 404
    assert ShopSettings.current() is not None
