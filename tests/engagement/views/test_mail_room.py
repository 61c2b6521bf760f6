"""The pace of our mail, and what holds it."""

import pytest
from django.test import Client
from django.utils import timezone

from crm.shop.models import AuditEntry
from engagement.actions.mail_room import current_room, stop_mail
from engagement.models import MailRoom, Message

FORM = {
    "per_minute": "30",
    "per_hour": "500",
    "per_day": "2000",
    "opt_out_wording": "Say no here",
    "version": "1",
}


@pytest.fixture
def owned(client: Client, olga) -> Client:
    client.force_login(olga)
    return client


def test_mail_room_saves_with_history(owned):
    answer = owned.post("/mail/pace/", FORM | {"warm_up_from": "2026-03-01"})

    room = MailRoom.objects.get()
    assert (answer.status_code, room.per_minute, room.version) == (302, 30, 2)
    entry = AuditEntry.objects.get(verb="mail_room.edited")
    assert "warm_up_from" in entry.fields
    page = owned.get("/mail/pace/").content.decode()
    assert "Warming up" in page
    assert 'value="2026-03-01"' in page  # a browser empties every other way of writing it


def test_mail_room_twice_changes_nothing(owned):
    owned.post("/mail/pace/", FORM)
    owned.post("/mail/pace/", FORM | {"version": "2"})

    assert AuditEntry.objects.filter(verb="mail_room.edited").count() == 1


def test_mail_room_of_an_old_form_is_given_back_with_what_stands(owned):
    owned.post("/mail/pace/", FORM)

    answer = owned.post("/mail/pace/", FORM | {"per_minute": "99"})

    assert (answer.status_code, MailRoom.objects.get().per_minute) == (409, 30)
    assert "Somebody else has changed this" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"per_minute": "0"}, {"per_hour": "many"}, {"warm_up_from": "soon"}])
def test_mail_room_gives_a_wrong_form_back(owned, wrong):
    assert owned.post("/mail/pace/", FORM | wrong).status_code == 422


@pytest.mark.parametrize("path", ["pace", "restart", "brake"])
def test_the_mail_room_is_the_owners(client, mark, path):
    client.force_login(mark)

    assert client.post(f"/mail/{path}/", FORM).status_code == 403


def test_a_stop_is_on_every_page_until_somebody_has_looked(owned, client):
    stop_mail("535 wrong password")

    pages = [owned.get(address).content.decode() for address in ("/today/", "/customers/", "/mail/pace/")]
    for _ in range(2):
        owned.post("/mail/restart/")

    assert ["The mail server refused us" in page for page in pages] == [True, True, True]
    assert ("Mail needs you" in pages[0], "535 wrong password" in pages[2]) == (True, True)
    assert "refused us" not in owned.get("/today/").content.decode()
    assert AuditEntry.objects.filter(verb="mail_room.restarted", actor="Olga").count() == 1


@pytest.mark.parametrize(
    ("because", "words"), [("hard_bounce", "Too many addresses"), ("complained", "Too many people marked")]
)
def test_a_brake_says_why_and_is_released_by_hand(owned, because, words):
    current_room()
    MailRoom.objects.update(braked_at=timezone.now(), braked_because=because)

    page = owned.get("/mail/pace/").content.decode()
    owned.post("/mail/brake/")

    assert (words in page, MailRoom.objects.get().braked_at) == (True, None)


@pytest.mark.parametrize("path", ["restart", "brake"])
def test_what_lets_mail_go_on_is_no_get(owned, path):
    assert owned.get(f"/mail/{path}/").status_code == 405


def test_mail_room_counts_what_waits(owned, plan):
    plan()
    plan("marketing")

    page = owned.get("/mail/pace/").content.decode()

    assert ("1 letter" in page, "1 other" in page, "the oldest letter since" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("transport", "address", "words"),
    [
        ("django.core.mail.backends.console.EmailBackend", "https://shop.example", "Mail is not set up"),
        (
            "django.core.mail.backends.smtp.EmailBackend",
            "http://localhost:8000",
            "leads to this machine only",
        ),
        ("django.core.mail.backends.smtp.EmailBackend", "http://shop.example", "is not https"),
    ],
)
def test_a_banner_says_why_no_mail_leaves(as_staff, vera, settings, transport, address, words):
    settings.MAIL_TRANSPORT, settings.PUBLIC_URL = transport, address
    viewer = Client()
    viewer.force_login(vera)

    assert words in as_staff.get("/today/").content.decode()
    assert words not in viewer.get("/today/").content.decode()


@pytest.mark.parametrize(
    ("transport", "words"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", "mail.example:587"),
        ("anymail.backends.postmark.EmailBackend", "postmark"),
    ],
)
def test_mail_room_names_the_way_out(owned, settings, transport, words):
    settings.MAIL_TRANSPORT, settings.PUBLIC_URL = transport, "https://shop.example"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example", 587

    assert words in owned.get("/mail/pace/").content.decode()


def test_today_counts_what_was_perhaps_sent(as_staff, plan):
    plan("marketing")
    Message.objects.update(state="unknown", decided_at=timezone.now())

    assert "1 mail was perhaps sent" in as_staff.get("/today/").content.decode()
