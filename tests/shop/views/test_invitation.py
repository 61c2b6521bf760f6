"""How a colleague gets in."""

import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from crm.shop.actions.invitation import (
    Colleague,
    InvitationIsGone,
    accept_invitation,
    invite,
    revoke_invitation,
)
from crm.shop.models import AuditEntry, Invitation, User
from crm.shop.permissions import Role

Browser = Callable[[User], Client]
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
FORM = {"name": "Nora", "email": "Nora@shop.example", "role": "staff"}
ANSWERS = {"name": "Nora Lane", "password": "a sentence nobody guesses"}


@pytest.fixture
def link(olga: User, settings: object) -> str:
    _invitation, url = invite(Colleague("Nora", "nora@shop.example", Role.STAFF), by=olga)
    return url.removeprefix(settings.PUBLIC_URL)  # type: ignore[attr-defined]


def test_invite_sends_a_link_and_shows_it_once(proven: Browser, olga: User, settings: object) -> None:
    client = proven(olga)

    response = client.post("/staff/invite/", FORM)

    assert response.status_code == 302
    [letter] = mail.outbox
    assert letter.to == ["nora@shop.example"]
    [link] = re.findall(r"https?://\S+/join/\S+/", letter.body)
    assert link.startswith(settings.PUBLIC_URL)  # type: ignore[attr-defined]
    assert len(link.rstrip("/").rsplit("/", 1)[-1]) >= 43
    assert link in client.get("/staff/").content.decode()
    assert link not in client.get("/staff/").content.decode()
    invitation = Invitation.objects.get()
    assert invitation.token_hash not in link
    assert AuditEntry.objects.get(verb="invitation.sent").about == f"shop.invitation:{invitation.pk}"


def test_accept_makes_the_account_and_signs_in(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200

    response = client.post(link, ANSWERS)

    assert response.status_code == 302
    nora = User.objects.get(email="nora@shop.example")
    assert (nora.name, nora.role) == ("Nora Lane", Role.STAFF)
    assert client.session["_auth_user_id"] == str(nora.pk)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["invitation.sent", "invitation.accepted", "user.signed_in"]


def test_every_link_that_does_not_work_answers_alike(olga: User, settings: object) -> None:
    def another(name: str) -> tuple[Invitation, str]:
        invitation, url = invite(Colleague(name, f"{name}@shop.example", Role.STAFF), by=olga)
        return invitation, url.removeprefix(settings.PUBLIC_URL)  # type: ignore[attr-defined]

    revoked, revoked_link = another("revoked")
    revoke_invitation(revoked, by=olga)
    old, old_link = another("old")
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    _used, used_link = another("used")
    accept_invitation(used_link.split("/")[2], name="U", password="a sentence nobody guesses")
    _taken, taken_link = another("taken")
    User.objects.create_user("taken@shop.example", None, name="T")

    answers = set()
    for link in (revoked_link, old_link, used_link, taken_link, "/join/never-written/"):
        for ask in (Client().get, lambda path: Client().post(path, ANSWERS)):
            response = ask(link)
            answers.add((response.status_code, CSRF.sub("", response.content.decode().replace(link, "LINK"))))

    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_an_invitation_lasts_seven_days(client: Client, link: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "", "password": "a sentence nobody guesses"},
        {"name": "Nora", "password": "short"},
        {"name": "Nora", "password": ""},
    ],
)
def test_accept_with_mistakes_comes_back(client: Client, link: str, answers: dict[str, str]) -> None:
    assert client.post(link, answers).status_code == 422
    assert not User.objects.filter(email="nora@shop.example").exists()


def test_accept_twice_makes_one_account(link: str) -> None:
    token = link.split("/")[2]
    accept_invitation(token, **ANSWERS)

    with pytest.raises(InvitationIsGone):
        accept_invitation(token, **ANSWERS)

    assert User.objects.filter(email="nora@shop.example").count() == 1


def test_accept_on_somebody_elses_browser_ends_their_session(browser: Browser, olga: User, link: str) -> None:
    client = browser(olga)
    before = client.session.session_key

    client.post(link, ANSWERS)

    assert client.session.session_key != before
    assert client.session["_auth_user_id"] != str(olga.pk)


def test_invite_again_replaces_the_older_link(client: Client, olga: User, link: str) -> None:
    invite(Colleague("Nora", "nora@shop.example", Role.VIEWER), by=olga)

    assert client.get(link).status_code == 404
    assert Invitation.objects.usable(timezone.now()).get().role == Role.VIEWER


def test_invite_sent_twice_by_one_form_is_one_invitation(proven: Browser, olga: User) -> None:
    client = proven(olga)
    form = FORM | {"once": client.get("/staff/invite/").context["form"]["once"].value()}

    client.post("/staff/invite/", form)
    client.post("/staff/invite/", form)

    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 1


def test_accept_that_comes_second_finds_the_link_gone(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm.shop.views import invitation as page

    def too_late(*_token: object, **_answers: object) -> User:
        raise InvitationIsGone

    monkeypatch.setattr(page, "accept_invitation", too_late)

    assert client.post(link, ANSWERS).status_code == 404


def test_invite_refuses_who_is_here_already(proven: Browser, olga: User, mira: User) -> None:
    response = proven(olga).post("/staff/invite/", FORM | {"email": "MIRA@shop.example"})

    assert response.status_code == 422
    assert mail.outbox == []


def test_invite_with_mistakes_comes_back(proven: Browser, olga: User) -> None:
    assert proven(olga).post("/staff/invite/", {"name": "", "email": "x", "role": "king"}).status_code == 422


def test_invite_asks_for_the_password_again(browser: Browser, olga: User) -> None:
    assert browser(olga).get("/staff/invite/").status_code == 302


def test_invite_says_when_the_mail_could_not_leave(
    proven: Browser, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: EmailMessage, fail_silently: bool = False) -> int:
        raise SMTPException

    monkeypatch.setattr(EmailMessage, "send", fail)

    page = proven(olga).post("/staff/invite/", FORM, follow=True).content.decode()

    assert "could not be sent" in page
    assert "/join/" in page


def test_the_thirty_first_invitation_has_to_wait(proven: Browser, olga: User) -> None:
    client = proven(olga)
    for number in range(30):
        client.post("/staff/invite/", FORM | {"email": f"n{number}@shop.example"})

    response = client.post("/staff/invite/", FORM)

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


def test_guessing_links_has_to_wait(client: Client, shop: object) -> None:
    for number in range(30):
        assert client.get(f"/join/guess{number}/").status_code == 404

    assert client.get("/join/guess/").status_code == 429


def test_revoke_ladder(browser: Browser, olga: User, mark: User, client: Client, link: str) -> None:
    invitation = Invitation.objects.get()
    path = f"/invitations/{invitation.pk}/revoke/"

    assert browser(mark).post(path).status_code == 403
    assert browser(olga).get(path).status_code == 405
    assert browser(olga).post("/invitations/0/revoke/").status_code == 404
    assert browser(olga).post(path).status_code == 302
    browser(olga).post(path)
    assert client.get(link).status_code == 404
    assert AuditEntry.objects.filter(verb="invitation.revoked").count() == 1


def test_without_a_mail_server_nobody_is_told_that_mail_was_sent(
    proven: Browser, olga: User, settings: object
) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    client = proven(olga)

    assert b"not set up yet" in client.get("/staff/invite/").content
    client.post("/staff/invite/", FORM)
    page = client.get("/staff/").content.decode()

    assert "Mail of this shop is not set up yet. Copy the link" in page
    assert "has mail." not in page
    assert 'data-copy="invitation-link"' in page


def test_with_a_mail_server_the_page_says_who_has_mail(proven: Browser, olga: User, settings: object) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.PUBLIC_URL = "https://shop.example"  # type: ignore[attr-defined]
    client = proven(olga)

    client.post("/staff/invite/", FORM)

    assert "Nora has mail." in client.get("/staff/").content.decode()
