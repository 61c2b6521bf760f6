"""The shared tablet: a PIN opens the counter and nothing more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from crm.shop.actions.till import (
    PinIsWeak,
    TabletIsLocked,
    check_pin,
    enrol_tablet,
    note_full_sign_in,
    revoke_tablet,
    set_pin,
)
from crm.shop.guards import sudo
from crm.shop.models import AuditEntry, Device, ShopSettings, User
from crm.shop.permissions import Permission
from crm.shop.tablet import COOKIE, fingerprint

PASSWORD = "correct horse battery staple"
Browser = Callable[[User], Client]


def switch(client: Client, person: User, pin: str = "4711") -> object:
    return client.post("/till/", {"person": person.pk, "pin": pin})


def test_a_pin_signs_in_and_each_log_carries_the_name(at_the_till: Client, mira_with_pin: User) -> None:
    response = switch(at_the_till, mira_with_pin)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert at_the_till.session["_auth_user_id"] == str(mira_with_pin.pk)
    entry = AuditEntry.objects.get(verb="till.switched")
    assert (entry.actor, entry.actor_id) == ("Mira", mira_with_pin.pk)


def test_every_switch_gives_a_new_session(at_the_till: Client, mira_with_pin: User, otto: User) -> None:
    set_pin(otto, "1379", by=otto)
    switch(at_the_till, mira_with_pin)
    first = at_the_till.session.session_key

    switch(at_the_till, otto, "1379")
    second = at_the_till.session.session_key
    switch(at_the_till, otto, "1379")

    assert len({first, second, at_the_till.session.session_key}) == 3


def test_there_is_no_till_on_any_other_machine(client: Client, tablet: Device, mira_with_pin: User) -> None:
    assert client.get("/till/").status_code == 404
    assert switch(client, mira_with_pin).status_code == 404
    client.cookies[COOKIE] = "some other token"
    assert switch(client, mira_with_pin).status_code == 404


def test_a_pin_session_does_not_leave_the_tablet(at_the_till: Client, mira_with_pin: User) -> None:
    switch(at_the_till, mira_with_pin)
    elsewhere = Client()
    elsewhere.cookies["session"] = at_the_till.cookies["session"].value

    assert elsewhere.get("/permissions/").headers["Location"] == "/till/"
    assert "_auth_user_id" not in elsewhere.session


def test_a_pin_needs_a_full_sign_in_that_day(at_the_till: Client, mira_with_pin: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        response = switch(at_the_till, mira_with_pin)
        assert response.status_code == 422
        assert "_auth_user_id" not in at_the_till.session

        at_the_till.post("/account/login/", {"login": mira_with_pin.email, "password": PASSWORD})
        assert switch(at_the_till, mira_with_pin).status_code == 302


def test_a_pin_session_ends_at_midnight(at_the_till: Client, mira_with_pin: User) -> None:
    switch(at_the_till, mira_with_pin)

    Device.objects.update(full_sign_in_on=timezone.localdate() - timedelta(days=1))

    assert at_the_till.get("/permissions/").headers["Location"] == "/till/"


def test_two_idle_minutes_lock_the_tablet_for_pin_and_password(
    at_the_till: Client, mira_with_pin: User
) -> None:
    for sign_in in (
        lambda: switch(at_the_till, mira_with_pin),
        lambda: at_the_till.post("/account/login/", {"login": mira_with_pin.email, "password": PASSWORD}),
    ):
        now = timezone.now().replace(hour=12)
        Device.objects.update(full_sign_in_on=now.date())
        with time_machine.travel(now, tick=False):
            sign_in()
            assert at_the_till.get("/permissions/").status_code == 200
        with time_machine.travel(now + timedelta(seconds=120), tick=False):
            assert at_the_till.get("/permissions/").status_code == 200
        with time_machine.travel(now + timedelta(seconds=241), tick=False):
            assert at_the_till.get("/permissions/").headers["Location"] == "/till/"
            assert "_auth_user_id" not in at_the_till.session


def test_a_locked_tablet_sends_the_whole_page_when_a_part_was_asked_for(
    at_the_till: Client, tablet: Device, mira_with_pin: User
) -> None:
    switch(at_the_till, mira_with_pin)
    revoke_tablet(tablet, by=mira_with_pin)

    response = at_the_till.get("/permissions/", headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/till/")


def test_five_wrong_pins_lock_until_a_full_sign_in(at_the_till: Client, mira_with_pin: User) -> None:
    for _number in range(5):
        assert switch(at_the_till, mira_with_pin, "0815").status_code == 422

    assert switch(at_the_till, mira_with_pin).status_code == 422
    assert "_auth_user_id" not in at_the_till.session
    assert AuditEntry.objects.filter(verb="till.pin_refused").count() == 5
    at_the_till.post("/account/login/", {"login": mira_with_pin.email, "password": PASSWORD})
    assert switch(at_the_till, mira_with_pin).status_code == 302


def test_a_right_pin_does_not_wipe_out_the_wrong_ones(tablet: Device, mira_with_pin: User) -> None:
    for _number in range(4):
        check_pin(tablet, mira_with_pin, "0815")
    assert check_pin(tablet, mira_with_pin, "4711")
    check_pin(tablet, mira_with_pin, "0815")

    with pytest.raises(TabletIsLocked):
        check_pin(tablet, mira_with_pin, "4711")


@pytest.mark.parametrize(
    "path",
    [
        "/me/", "/settings/", "/staff/", "/tablets/", "/places/", "/history/", "/account/password/change/",
        "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/",
        "/account/reauthenticate/", "/account/sessions/", "/account/password/reset/", "/clear-demo/",
    ],
)  # fmt: skip
def test_even_the_owners_pin_opens_only_the_counter(at_the_till: Client, olga: User, path: str) -> None:
    set_pin(olga, "2580", by=olga)
    switch(at_the_till, olga, "2580")

    assert at_the_till.get(path).status_code == 403
    assert at_the_till.post(path).status_code == 403


def test_a_pin_gives_at_most_staff_rights(olga: User) -> None:
    olga.by_pin = True

    assert olga.can(Permission.CUSTOMER_EDIT)
    assert not any(
        olga.can(permission)
        for permission in (Permission.IMPORT_RUN, Permission.SETTINGS_EDIT, Permission.DEVICE_ENROL)
    )


def test_a_password_on_the_tablet_gives_full_rights(at_the_till: Client, olga: User) -> None:
    at_the_till.post("/account/login/", {"login": olga.email, "password": PASSWORD})

    assert at_the_till.get("/staff/").status_code == 200


def test_a_revoked_tablet_is_out_at_once(
    at_the_till: Client, tablet: Device, mira_with_pin: User, mark: User
) -> None:
    switch(at_the_till, mira_with_pin)

    revoke_tablet(tablet, by=mark)
    revoke_tablet(tablet, by=mark)

    assert at_the_till.get("/permissions/").headers["Location"] == "/till/"
    assert switch(at_the_till, mira_with_pin).status_code == 404
    assert AuditEntry.objects.filter(verb="device.revoked").count() == 1


def test_whoever_left_has_no_pin(at_the_till: Client, mira_with_pin: User) -> None:
    User.objects.filter(pk=mira_with_pin.pk).update(is_active=False)

    assert switch(at_the_till, mira_with_pin).status_code == 422


def test_a_manager_enrols_the_tablet_in_their_hands(proven: Browser, mark: User) -> None:
    client = proven(mark)

    response = client.post("/tablets/enrol/", {"name": "Counter"})

    assert response.status_code == 302
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    device = Device.objects.get()
    assert device.token_hash == fingerprint(cookie.value) != cookie.value
    assert AuditEntry.objects.filter(verb="device.enrolled", actor="Mark").count() == 1
    assert client.post("/tablets/enrol/", {"name": "Counter"}).headers["Location"] == "/tablets/"
    assert Device.objects.count() == 1


def test_device_enrol_asks_for_the_password_again(browser: Browser, mark: User) -> None:
    response = browser(mark).post("/tablets/enrol/", {"name": "Counter"})

    assert response.headers["Location"].startswith("/account/reauthenticate/")
    assert not Device.objects.exists()


def test_device_enrol_names_what_is_missing(proven: Browser, mark: User) -> None:
    assert proven(mark).post("/tablets/enrol/", {"name": ""}).status_code == 422


@pytest.mark.parametrize("path", ["/tablets/", "/tablets/enrol/"])
def test_tablets_are_not_for_staff(browser: Browser, mira: User, path: str) -> None:
    assert browser(mira).get(path).status_code == 403


def test_device_revoke_ladder(browser: Browser, mark: User, vera: User, tablet: Device) -> None:
    path = f"/tablets/{tablet.pk}/revoke/"

    assert browser(vera).post(path).status_code == 403
    assert browser(mark).get(path).status_code == 405
    assert browser(mark).post("/tablets/0/revoke/").status_code == 404
    assert browser(mark).post(path).status_code == 302
    tablet.refresh_from_db()
    assert tablet.revoked_by == mark


@pytest.mark.parametrize("device_count", [1, 3])
def test_device_list_costs_the_same_for_any_number(
    browser: Browser, mark: User, device_count: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(device_count):
        enrol_tablet(f"Tablet {number}", token=str(number), location=None, by=mark)
    client = browser(mark)
    client.get("/tablets/")

    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        assert b"Tablet 0" in client.get("/tablets/").content


@pytest.mark.parametrize("pin", ["123", "12a4", "0000", "1234", "9876", "٤٧١١", "1" * 13])
def test_set_pin_refuses_weak_ones(mira: User, pin: str) -> None:
    with pytest.raises(PinIsWeak):
        set_pin(mira, pin, by=mira)


def test_pin_set_ladder(browser: Browser, mira: User, client: Client) -> None:
    mine = browser(mira)

    assert client.post("/me/pin/").status_code == 302
    assert mine.get("/me/pin/").status_code == 405
    assert mine.post("/me/pin/", {"pin": "4711"}).status_code == 422
    assert mine.post("/me/pin/", {"pin": "4711", "password": "wrong"}).status_code == 422
    assert mine.post("/me/pin/", {"pin": "1234", "password": PASSWORD}).status_code == 422
    mira.refresh_from_db()
    assert mira.pin == ""
    assert mine.post("/me/pin/", {"pin": "4711", "password": PASSWORD}).status_code == 302
    mira.refresh_from_db()
    assert mira.pin
    assert "4711" not in mira.pin
    assert mine.post("/me/pin/", {"pin": "", "password": PASSWORD}).status_code == 302
    mira.refresh_from_db()
    assert mira.pin == ""
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["sign_in.proof_failed", "user.pin_changed", "user.pin_removed"]


def test_a_pin_is_an_argon2_hash(mira: User, settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # type: ignore[attr-defined]

    set_pin(mira, "4711", by=mira)

    mira.refresh_from_db()
    assert mira.pin.startswith("argon2$argon2id$")


def test_note_full_sign_in_forgets_the_wrong_pins(tablet: Device, mira: User) -> None:
    Device.objects.update(wrong_pins=5)

    note_full_sign_in(tablet, by=mira)

    tablet.refresh_from_db()
    assert tablet.wrong_pins == 0


def test_till_shows_who_has_a_pin(at_the_till: Client, mira_with_pin: User, otto: User) -> None:
    page = at_the_till.get("/till/").content.decode()

    assert "Mira" in page
    assert "Otto" not in page


def test_a_pin_never_counts_as_proof(at_the_till: Client, olga: User) -> None:
    set_pin(olga, "2580", by=olga)
    switch(at_the_till, olga, "2580")
    request = at_the_till.get("/permissions/").wsgi_request
    assert request.user.by_pin

    with pytest.raises(PermissionDenied):
        sudo(lambda _request: HttpResponse())(request)


def test_a_page_that_does_not_exist_is_not_found_by_pin_either(
    at_the_till: Client, mira_with_pin: User
) -> None:
    switch(at_the_till, mira_with_pin)

    assert at_the_till.get("/nowhere/").status_code == 404


def test_enrol_tablet_twice_with_one_token_is_one_tablet(mark: User) -> None:
    first = enrol_tablet("Counter", token="one", location=None, by=mark)

    assert enrol_tablet("Counter", token="one", location=None, by=mark) == first


def test_the_enrol_page_asks_for_a_name(proven: Browser, mark: User) -> None:
    assert proven(mark).get("/tablets/enrol/").status_code == 200


def test_the_screen_of_a_tablet_empties_itself(
    at_the_till: Client, mira_with_pin: User, browser: Browser
) -> None:
    switch(at_the_till, mira_with_pin)

    page = at_the_till.get("/permissions/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="121; url=/till/"></noscript>' in page
    assert '<meta name="tablet-lock" content="121" data-till="/till/"' in page
    elsewhere = browser(mira_with_pin).get("/permissions/").content.decode()
    assert ("http-equiv" in elsewhere, "tablet-lock" in elsewhere) == (False, False)


@pytest.mark.parametrize(
    ("seconds_ago", "address"),
    [("0", ""), ("25", ""), ("60", "/till/"), ("", "/till/"), ("-500", "/till/"), ("9" * 40, "/till/")],
)
def test_typing_counts_as_being_there_from_the_last_key_on(
    at_the_till: Client, mira_with_pin: User, seconds_ago: str, address: str
) -> None:
    now = timezone.now().replace(hour=12)
    Device.objects.update(full_sign_in_on=now.date())
    with time_machine.travel(now, tick=False):
        switch(at_the_till, mira_with_pin)
    with time_machine.travel(now + timedelta(seconds=110), tick=False):
        told = at_the_till.post("/till/here/", {"seconds_ago": seconds_ago})
    with time_machine.travel(now + timedelta(seconds=200), tick=False):
        answer = at_the_till.get("/permissions/")

    assert told.status_code == 204
    assert answer.headers.get("Location", "") == address


def test_typing_does_not_open_a_tablet_that_is_locked(at_the_till: Client, mira_with_pin: User) -> None:
    now = timezone.now().replace(hour=12)
    Device.objects.update(full_sign_in_on=now.date())
    with time_machine.travel(now, tick=False):
        switch(at_the_till, mira_with_pin)
    with time_machine.travel(now + timedelta(seconds=121), tick=False):
        answer = at_the_till.post("/till/here/", {"seconds_ago": "0"})

    assert answer.headers["Location"] == "/till/"
    assert "_auth_user_id" not in at_the_till.session


def test_typing_is_told_of_by_tablets_only(browser: Browser, mira: User) -> None:
    assert browser(mira).post("/till/here/").status_code == 404
    assert browser(mira).get("/till/here/").status_code == 405


def test_till_lock_ends_the_session_and_writes_it_down(at_the_till: Client, mira_with_pin: User) -> None:
    switch(at_the_till, mira_with_pin)

    response = at_the_till.post("/till/lock/")

    assert (response.status_code, response.headers["Location"]) == (302, "/till/")
    assert "_auth_user_id" not in at_the_till.session
    assert at_the_till.get("/permissions/").status_code == 302
    assert AuditEntry.objects.filter(verb="user.signed_out", actor="Mira").count() == 1


def test_till_lock_ladder(client: Client, browser: Browser, mira: User) -> None:
    assert client.post("/till/lock/").headers["Location"].startswith("/account/login/")
    assert browser(mira).get("/till/lock/").status_code == 405
    assert browser(mira).post("/till/lock/").status_code == 404


def test_till_lock_works_also_before_the_second_factor_is_set_up(
    at_the_till: Client, shop: ShopSettings, olga: User
) -> None:
    ShopSettings.objects.update(requires_second_factor=True)
    at_the_till.post("/account/login/", {"login": olga.email, "password": PASSWORD})

    at_the_till.post("/till/lock/")

    assert "_auth_user_id" not in at_the_till.session


def test_the_menu_offers_to_switch_only_on_a_tablet_and_the_account_only_to_passwords(
    at_the_till: Client, mira_with_pin: User, browser: Browser
) -> None:
    switch(at_the_till, mira_with_pin)
    by_pin = at_the_till.get("/permissions/").content.decode()
    by_password = browser(mira_with_pin).get("/permissions/").content.decode()

    assert "/till/lock/" in by_pin
    assert not any(path in by_pin for path in ('"/me/"', "/account/2fa/", "/account/sessions/"))
    assert "/till/lock/" not in by_password
    assert all(path in by_password for path in ('"/me/"', "/account/2fa/", "/account/sessions/"))


def test_a_closed_door_says_that_a_pin_is_not_enough(
    at_the_till: Client, mira_with_pin: User, browser: Browser, vera: User
) -> None:
    switch(at_the_till, mira_with_pin)
    page = at_the_till.get("/me/").content.decode()

    assert "a PIN gives the rights of the counter only" in page
    assert "/account/logout/?next=/account/login/" in page
    assert b"a PIN gives" in at_the_till.get("/me/", headers={"HX-Request": "true"}).content
    assert b"Your role does not allow this" in browser(vera).get("/settings/").content
