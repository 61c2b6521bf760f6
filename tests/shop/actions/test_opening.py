"""Opening the shop, and clearing the demo away."""

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from crm.shop.actions.opening import (
    NewShop,
    ShopIsOpenAlready,
    clear_demo_shop,
    confirm_mail_after_restore,
    hold_mail_after_restore,
    open_shop,
)
from crm.shop.countries import country_choices, currency_choices, profile_of, time_zone_choices
from crm.shop.models import AuditEntry, Location, ShopSettings, StoredFile, User
from customers.models import Customer

PAPER = NewShop("Paper & Petals", "NL", "Europe/Amsterdam", "EUR")
OLGA = {"owner_name": "Olga", "owner_email": "olga@paper.example", "password": "correct horse battery staple"}
ANSWERS = {
    "shop_name": "Paper & Petals",
    "country": "NL",
    "time_zone": "Europe/Amsterdam",
    "currency": "EUR",
    **OLGA,
}


@pytest.mark.django_db
def test_open_shop_makes_the_shop_its_place_and_its_owner():
    owner = open_shop(PAPER, **OLGA)

    shop = ShopSettings.objects.get()
    assert (shop.name, shop.phone_country, owner.is_owner) == ("Paper & Petals", "NL", True)
    assert Location.objects.get().name == "Paper & Petals"


def test_open_shop_twice_is_refused(shop):
    with pytest.raises(ShopIsOpenAlready):
        open_shop(PAPER, **OLGA)

    assert User.objects.count() == 0


def test_clear_demo_shop_takes_everybody_along_and_keeps_the_trail(shop, olga, anna):
    ShopSettings.objects.update(is_demo=True)
    User.objects.update(is_demo=True)

    clear_demo_shop(by=olga)
    clear_demo_shop(by=olga)

    left = [model.objects.count() for model in (ShopSettings, User, Customer, Location, Session)]
    assert left == [0, 0, 0, 0, 0]
    assert AuditEntry.objects.filter(verb="shop.demo_cleared").count() == 1


def test_clear_demo_shop_leaves_a_real_shop_alone(shop, olga, anna):
    clear_demo_shop(by=olga)

    assert Customer.objects.count() == 1


def test_mail_is_held_after_a_restore_until_the_owner_says_so(shop, olga):
    hold_mail_after_restore(shop)
    shop.refresh_from_db()
    held = shop.mail_held_since

    confirm_mail_after_restore(shop, by=olga)
    confirm_mail_after_restore(shop, by=olga)

    shop.refresh_from_db()
    assert (held is not None, shop.mail_held_since) == (True, None)
    assert AuditEntry.objects.filter(verb="shop.mail_released").count() == 1


@pytest.mark.django_db
def test_every_page_leads_to_the_first_run_page_while_there_is_no_shop(client):
    assert client.get("/customers/").headers["Location"] == "/welcome/"
    assert client.get("/welcome/").status_code == 200


@pytest.mark.django_db
def test_first_run_page_opens_the_shop_signs_in_and_is_gone(client):
    response = client.post("/welcome/", ANSWERS, follow=True)

    assert "Welcome. Your shop is open." in response.content.decode()
    assert client.get("/welcome/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ({"country": "NL"}, ("Europe/Amsterdam", "EUR")),
        ({"country": "US"}, ("America/New_York", "USD")),
        ({"country": "US", "time_zone": "America/Chicago"}, ("America/Chicago", "USD")),
        ({"country": "PT", "time_zone": "Atlantic/Azores", "currency": "USD"}, ("Atlantic/Azores", "USD")),
    ],
)
def test_first_run_page_takes_from_the_country_what_nobody_says(client, said, stored):
    page = client.get("/welcome/").content.decode()
    client.post("/welcome/", {"shop_name": "Paper & Petals", **OLGA, "time_zone": "", "currency": ""} | said)

    shop = ShopSettings.objects.get()
    assert (shop.time_zone, shop.currency) == stored
    assert page.count("As usual in this country") == 2


def test_every_country_brings_a_zone_and_a_currency_that_can_be_chosen():
    zones, currencies = dict(time_zone_choices()), dict(currency_choices())
    profiles = [profile_of(code) for code, _name in country_choices()]

    assert [found for found in profiles if found.time_zone not in zones] == []
    assert [found for found in profiles if found.currency not in currencies] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"country": "XX"}, {"owner_email": "nobody"}, {"shop_name": ""}]
)
def test_first_run_page_says_what_is_wrong_and_keeps_the_rest(client, wrong):
    response = client.post("/welcome/", ANSWERS | wrong)

    page = response.content.decode()
    assert (response.status_code, "is-invalid" in page, "Olga" in page) == (422, True, True)
    assert ShopSettings.objects.count() == 0


@pytest.mark.django_db
def test_open_shop_command_uses_the_country_and_refuses_weak_passwords(monkeypatch, capsys):
    words = (
        "--shop-name",
        "Paper",
        "--owner-name",
        "Olga",
        "--owner-email",
        "olga@paper.example",
        "--country",
        "nl",
    )
    monkeypatch.setenv("OWNER_PASSWORD", "short")
    with pytest.raises(CommandError):
        call_command("open_shop", *words)
    monkeypatch.setenv("OWNER_PASSWORD", OLGA["password"])

    call_command("open_shop", *words)
    with pytest.raises(CommandError, match="already"):
        call_command("open_shop", *words)

    assert ShopSettings.objects.get().currency == "EUR"


def test_clear_demo_page_asks_first_and_is_the_owners(client, shop, olga, mark):
    ShopSettings.objects.update(is_demo=True)
    client.force_login(mark)
    refused = client.post("/clear-demo/").status_code

    assert (refused, ShopSettings.objects.count()) == (403, 1)


@pytest.mark.django_db
def test_first_run_page_refuses_the_password_everybody_knows(client):
    response = client.post("/welcome/", ANSWERS | {"password": "A friendly little shop"})

    assert response.status_code == 422
    assert "Everybody knows it" in response.content.decode()


@pytest.mark.django_db
def test_prepare_opens_no_shop_without_an_owner_to_the_network(monkeypatch, capsys):
    monkeypatch.setenv("LAN", "1")
    monkeypatch.setenv("SHOP", "empty")

    with pytest.raises(SystemExit) as stopped:
        call_command("prepare", no_static=True)

    assert stopped.value.code == 3


def test_clear_demo_shop_takes_uploaded_files_from_the_disk(
    shop, olga, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "sales").touch()
    for name in ("sales", "gone already"):
        StoredFile.objects.create(name=name, path=name, size=0, sha256="")
    ShopSettings.objects.update(is_demo=True)

    with django_capture_on_commit_callbacks(execute=True):
        clear_demo_shop(by=olga)

    assert list(tmp_path.iterdir()) == []
