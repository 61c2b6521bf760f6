"""Coming in: every refusal looks alike (S11), limits answer 429 (S12), no redirect leaves the shop (S36)."""

import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from crm.shop.actions.account_mail import send_notice
from crm.shop.adapter import ShopAccountAdapter
from crm.shop.models import AuditEntry, Job, ShopSettings, User

Work = Callable[[], None]
PASSWORD = "correct horse battery staple"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    return client.post("/account/login/", {"login": email, "password": password} | more)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_sign_in_opens_the_shop_and_leaves_history(client: Client, mira: User) -> None:
    client.get("/account/login/")

    response = sign_in(client, "MIRA@shop.example")

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(mira.pk)
    assert verbs() == ["user.signed_in"]
    assert AuditEntry.objects.get().address == "127.0.0.1"


def test_sign_in_gives_a_new_session_and_sign_out_ends_it_on_the_server(client: Client, mira: User) -> None:
    sign_in(client, mira.email)
    before = client.session.session_key
    old_cookie = client.cookies["session"].value

    client.post("/account/logout/")

    assert not Session.objects.filter(session_key=before).exists()
    assert verbs() == ["user.signed_in", "user.signed_out"]
    client.cookies["session"] = old_cookie
    assert client.get("/me/").headers["Location"].startswith("/account/login/")


def test_sign_in_answers_alike_for_wrong_unknown_inactive_and_no_password(
    mira: User, otto: User, vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=otto.pk).update(is_active=False)
    vera.set_unusable_password()
    vera.save()
    hashed = Counter[str]()
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed["encode"] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    answers = set()
    for email, password in [
        (mira.email, "wrong"),
        ("nobody@shop.example", PASSWORD),
        (otto.email, PASSWORD),
        (vera.email, PASSWORD),
    ]:
        hashed.clear()
        client = Client()
        client.cookies["csrf"] = "x" * 32
        response = sign_in(client, email, password)
        body = response.content.decode().replace(email, "EMAIL")
        answers.add((response.status_code, _without_tokens(body), hashed["encode"]))

    assert len(answers) == 1


def _without_tokens(body: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)


def test_the_eleventh_wrong_password_is_asked_to_wait(client: Client, mira: User) -> None:
    for _number in range(10):
        sign_in(client, mira.email, "wrong")

    response = sign_in(client, mira.email)

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 901
    assert verbs() == ["sign_in.failed"] * 10


def test_right_passwords_do_not_count(client: Client, mira: User) -> None:
    for _number in range(12):
        Client().post("/account/login/", {"login": mira.email, "password": PASSWORD})

    assert sign_in(client, mira.email).status_code == 302


def test_twenty_wrong_accounts_make_an_address_wait(client: Client, mira: User) -> None:
    for number in range(20):
        sign_in(client, f"nobody{number}@shop.example", "wrong")

    assert sign_in(client, mira.email).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, mira.email).status_code == 302


@pytest.mark.parametrize(
    "door", ["signup", "email", "inactive", "password/set", "confirm-email/abc", "login/code/confirm"]
)
def test_doors_this_shop_does_not_have_are_closed(client: Client, mira: User, door: str) -> None:
    assert client.get(f"/account/{door}/").status_code == 404
    client.force_login(mira)
    assert client.post(f"/account/{door}/").status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "\x08//evil.example",
        "https:evil.example", "https:/evil.example", "https://evil.example", "http://evil.example/me/",
        "javascript:alert(1)", "data:text/html,x", "ftp://testserver/", "https://testserver@evil.example/",
        "//testserver@evil.example", " //evil.example", "/\t/evil.example", "https://evil.example#testserver",
        "http://127.0.0.1.evil.example", "//127.0.0.1:9/x", "\n//evil.example",
    ],
)  # fmt: skip
def test_sign_in_leads_to_no_other_host(client: Client, mira: User, target: str) -> None:
    response = sign_in(client, mira.email, next=target)

    assert response.status_code in {302, 400}
    if response.status_code == 302:
        assert response.headers["Location"] == "/"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(client: Client, mira: User) -> None:
    assert sign_in(client, mira.email, next="/me/").headers["Location"] == "/me/"


def test_a_forgotten_password_is_set_anew_by_a_link(
    client: Client, mira: User, settings: object, waiting_jobs: Work
) -> None:
    response = client.post("/account/password/reset/", {"email": mira.email})
    assert response.status_code == 302
    assert mail.outbox == []
    waiting_jobs()
    [letter] = mail.outbox
    assert letter.to == [mira.email]
    link = next(line for line in letter.body.splitlines() if "/password/reset/key/" in line)
    path = link.removeprefix(settings.PUBLIC_URL)  # type: ignore[attr-defined]

    form = client.get(path, follow=True)
    new = "another sentence to remember"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

    mira.refresh_from_db()
    assert mira.check_password(new)
    waiting_jobs()
    assert "set anew" in mail.outbox[-1].body
    assert "user.password_reset" in verbs()


def test_reset_answers_alike_for_known_unknown_and_inactive(
    mira: User, otto: User, waiting_jobs: Work
) -> None:
    User.objects.filter(pk=otto.pk).update(is_active=False)
    answers = set()
    for email in (mira.email, "nobody@shop.example", otto.email):
        response = Client().post("/account/password/reset/", {"email": email})
        answers.add((response.status_code, response.headers["Location"], response.content))

    assert len(answers) == 1
    waiting_jobs()
    assert [letter.to for letter in mail.outbox] == [[mira.email]]


@pytest.mark.parametrize("email", ["mira@shop.example", "nobody@shop.example"])
def test_the_fourth_reset_mail_has_to_wait(client: Client, mira: User, email: str) -> None:
    for _number in range(3):
        client.post("/account/password/reset/", {"email": email})

    response = client.post("/account/password/reset/", {"email": email})

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


def test_a_reset_keeps_the_second_factor(client: Client, mira: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(mira, secret)
    mira.set_password("another sentence to remember")
    mira.save()

    response = sign_in(client, mira.email, "another sentence to remember")

    assert response.headers["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.usefixtures("_cache_table")
def test_a_code_of_the_app_works_once(mira: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(mira, secret)
    first, second = Client(), Client()
    sign_in(first, mira.email)
    sign_in(second, mira.email)
    code = code_of(secret)

    first.post("/account/2fa/authenticate/", {"code": code})
    second.post("/account/2fa/authenticate/", {"code": code})

    assert first.session["_auth_user_id"] == str(mira.pk)
    assert "_auth_user_id" not in second.session
    assert "sign_in.second_factor_failed" in verbs()


@pytest.mark.usefixtures("_cache_table")
def test_the_eleventh_wrong_code_is_asked_to_wait(client: Client, mira: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(mira, secret)
    sign_in(client, mira.email)
    for _number in range(10):
        client.post("/account/2fa/authenticate/", {"code": "000000"})

    response = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert response.status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.fixture
def _cache_table(db: None) -> None:
    call_command("createcachetable", verbosity=0)


def test_a_wrong_proof_is_refused_written_down_and_counted(client: Client, olga: User) -> None:
    client.force_login(olga)
    for _number in range(10):
        assert client.post("/account/reauthenticate/", {"password": "wrong"}).status_code == 200

    response = client.post("/account/reauthenticate/", {"password": PASSWORD})

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert verbs() == ["sign_in.proof_failed"] * 10


def test_a_proof_with_a_code_of_the_app_opens_the_door(client: Client, olga: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(olga, secret)
    client.force_login(olga)

    client.post("/account/2fa/reauthenticate/", {"code": code_of(secret)})

    assert client.get("/staff/invite/").status_code == 200


def test_a_changed_second_factor_is_told_and_ends_the_other_sessions(
    client: Client, mira: User, waiting_jobs: Work, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    on_commit = django_capture_on_commit_callbacks
    other = Client()
    for browser in (client, other):
        browser.force_login(mira)
        browser.get("/me/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret

    with on_commit(execute=True):
        client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})

    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    waiting_jobs()
    assert "An authenticator app was added" in "".join(letter.body for letter in mail.outbox)
    assert {"user.totp_activated", "session.ended"} <= set(verbs())


def test_recovery_codes_work_once(client: Client, mira: User) -> None:
    TOTP.activate(mira, generate_totp_secret())
    code = RecoveryCodes.activate(mira).get_unused_codes()[0]
    for expected in (True, False):
        browser = Client()
        sign_in(browser, mira.email)
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in browser.session) is expected


def test_a_mail_from_a_backup_is_not_sent_again(
    client: Client, mira: User, shop: ShopSettings, waiting_jobs: Work
) -> None:
    client.post("/account/password/reset/", {"email": mira.email})
    ShopSettings.objects.update(mail_held_since=timezone.now())

    waiting_jobs()

    assert mail.outbox == []


def test_a_notice_to_somebody_who_is_gone_is_dropped(mira: User, waiting_jobs: Work) -> None:
    send_notice("password_changed", mira)
    Job.objects.update(about="999999:password_changed")

    waiting_jobs()

    assert mail.outbox == []


def test_the_adapter_opens_no_other_way_in(client: Client, mira: User) -> None:
    request = client.get("/account/login/").wsgi_request
    adapter = ShopAccountAdapter(request)

    assert not adapter.is_open_for_signup(request)
    assert adapter.respond_user_inactive(request, mira).headers["Location"] == "/account/login/"
    adapter.logout(request)
    adapter.send_notification_mail("account/email/something_else", mira)

    assert verbs() == ["sign_in.failed"]
    assert not Job.objects.exists()


@pytest.mark.parametrize("path", ["/account/2fa/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/"])
def test_the_pages_of_security_speak_of_passkeys(proven, olga, path):
    page = proven(olga).get(path).content.decode()

    assert "asskey" in page
    assert not any(word in page for word in ("Two-Factor", "ecurity key", "ecurity Key", "Master key"))


def test_a_new_passkey_opens_the_door_alone_unless_somebody_says_otherwise(proven, olga):
    form = proven(olga).get("/account/2fa/webauthn/add/").context["form"]

    assert form["passwordless"].value() is True
    assert form["name"].value() == "Passkey 1"


def test_the_ways_to_prove_oneself_name_the_passkey(monkeypatch, olga):
    from allauth.account.adapter import DefaultAccountAdapter

    from crm.shop.adapter import ShopAccountAdapter

    ways = [{"id": "mfa_reauthenticate:webauthn", "description": "Use a security key", "url": "/"}]
    monkeypatch.setattr(DefaultAccountAdapter, "get_reauthentication_methods", lambda _self, _user: ways)

    [way] = ShopAccountAdapter().get_reauthentication_methods(olga)

    assert way["description"] == "Use a passkey"
