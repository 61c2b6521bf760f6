"""How long a session lives, and who may end it (S14, S15)."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from crm.shop.actions.staff import deactivate_person
from crm.shop.models import AuditEntry, User

Browser = Callable[[User], Client]
PASSWORD = "correct horse battery staple"


def is_out(client: Client) -> bool:
    response = client.get("/me/")
    return response.status_code == 302 and response.headers["Location"].startswith("/account/login/")


def test_an_idle_session_ends(browser: Browser, mira: User) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client = browser(mira)
        assert not is_out(client)
    with time_machine.travel(now + timedelta(hours=11, minutes=59), tick=False):
        assert not is_out(client)
    with time_machine.travel(now + timedelta(hours=24), tick=False):
        assert is_out(client)


def test_a_busy_session_ends_after_two_weeks(browser: Browser, mira: User) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client = browser(mira)
    for hours in range(0, 14 * 24 + 1, 8):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            assert not is_out(client)
    with time_machine.travel(now + timedelta(days=14, hours=7), tick=False):
        assert is_out(client)


def test_whoever_was_let_go_is_out_with_the_next_request(browser: Browser, mira: User, olga: User) -> None:
    client = browser(mira)
    assert not is_out(client)

    deactivate_person(mira, by=olga)

    assert is_out(client)
    assert client.get("/me/", headers={"HX-Request": "true"}).status_code in {204, 302}


def test_i_see_my_sessions_and_end_the_others(browser: Browser, mira: User) -> None:
    here, there = browser(mira), browser(mira)
    here.get("/me/")
    there.get("/me/")

    here.post("/account/sessions/")

    assert not is_out(here)
    assert is_out(there)


def test_the_owner_ends_anyones_sessions(proven: Browser, browser: Browser, olga: User, mira: User) -> None:
    theirs = browser(mira)
    theirs.get("/me/")

    response = proven(olga).post(f"/staff/{mira.pk}/end-sessions/")

    assert response.status_code == 302
    assert is_out(theirs)
    entry = AuditEntry.objects.get(verb="session.ended")
    assert (entry.actor, entry.about, entry.counts) == ("Olga", f"shop.user:{mira.pk}", {"sessions": 1})


def test_ending_sessions_is_refused_to_others_and_by_get(
    proven: Browser, olga: User, mark: User, mira: User
) -> None:
    assert proven(mark).post(f"/staff/{mira.pk}/end-sessions/").status_code == 403
    assert proven(olga).get(f"/staff/{mira.pk}/end-sessions/").status_code == 405
    assert proven(olga).post("/staff/0/end-sessions/").status_code == 404


def test_a_changed_password_ends_every_session_and_is_told(
    browser: Browser, mira: User, waiting_jobs: Callable[[], None]
) -> None:
    here, there = browser(mira), browser(mira)
    new = "another sentence to remember"

    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_out(here)
    assert is_out(there)
    waiting_jobs()
    assert [letter.to for letter in mail.outbox] == [[mira.email]]
    assert AuditEntry.objects.filter(verb="user.password_changed", actor="Mira").count() == 1


def test_a_session_is_noted_once_a_minute(browser: Browser, mira: User) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client = browser(mira)
        client.get("/me/")
        first = UserSession.objects.get().last_seen_at
    with time_machine.travel(now + timedelta(seconds=30), tick=False):
        client.get("/me/")
        assert UserSession.objects.get().last_seen_at == first
    with time_machine.travel(now + timedelta(seconds=90), tick=False):
        client.get("/me/")
        assert UserSession.objects.get().last_seen_at > first


def test_the_cookie_is_for_this_shop_and_no_script(client: Client, mira: User) -> None:
    client.post("/account/login/", {"login": mira.email, "password": PASSWORD})

    cookie = client.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (
        True,
        "Lax",
        "",
        "/",
    )
