"""Announcements and invitations, page by page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from customers.models import Customer, Purchase
from engagement.actions.announcement import Plan, make_announcement
from engagement.actions.announcement_freeze import freeze_recipients, plan_all
from engagement.actions.message import Draft, plan_message
from engagement.models import (
    Announcement,
    AnnouncementRecipient,
    AnnouncementState,
    Attendance,
    LinkPurpose,
    Message,
    MessageEvent,
)
from engagement.public_links import make_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_manager(mark) -> Client:
    client = Client()
    client.force_login(mark)
    return client


@pytest.fixture
def tasting(shop, words, olga, anna) -> Announcement:
    """An evening with one seat, to which Anna is invited."""
    template, starts_at = words("event_invitation"), timezone.now() + timedelta(days=9)
    plan = Plan("event", "Tea tasting", template, "news", "", 0, starts_at, "in the shop", seats=1)
    announcement = make_announcement(plan, by=olga)
    freeze_recipients(announcement)
    return announcement


def typed(template, **more) -> dict[str, object]:
    values = {"kind": "news", "name": "Spring", "template": template.pk, "topic": "news", "once": "a"}
    return {**values, "hold_out_percent": 0, "people": "", **more}


def test_it_is_written_once_and_scheduled(as_manager, words, anna, shop):
    template = words("news")
    for _turn in range(2):
        response = as_manager.post("/announcements/new/", typed(template))
    announcement = Announcement.objects.get()
    assert response.url == f"/announcements/{announcement.pk}/"

    as_manager.post(f"/announcements/{announcement.pk}/move/", {"do": "schedule", "send_at": ""})

    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.SCHEDULED
    assert "1" in as_manager.get(f"/announcements/{announcement.pk}/").text


@pytest.mark.parametrize(("hours", "looks_again"), [(0, True), (48, False)])
def test_the_page_waits_for_mails_that_leave_at_once(as_manager, words, anna, shop, hours, looks_again):
    as_manager.post("/announcements/new/", typed(words("news")))
    announcement = Announcement.objects.get()
    later = f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M}" if hours else ""

    as_manager.post(f"/announcements/{announcement.pk}/move/", {"do": "schedule", "send_at": later})

    page = as_manager.get(f"/announcements/{announcement.pk}/").text
    assert ("every 2s" in page) == looks_again


def test_an_event_needs_its_time(as_manager, words, shop):
    response = as_manager.post("/announcements/new/", typed(words("news"), kind="event", name="Tasting"))

    assert response.status_code == 422
    assert "When does the event start?" in response.text
    assert "Tasting" in response.text


def test_a_list_of_customers_comes_along(as_manager, words, anna, shop):
    as_manager.post("/announcements/new/?people=source%3DWindow", typed(words("news"), people="this"))

    assert Announcement.objects.get().query == "source=Window"


def test_who_was_slower_keeps_what_was_typed(as_manager, tasting):
    more = {"kind": "event", "starts_at": "2027-06-12T18:30", "seats": 3, "version": 1}
    address = f"/announcements/{tasting.pk}/edit/"
    assert as_manager.post(address, typed(tasting.template, **more)).status_code == 302

    response = as_manager.post(address, typed(tasting.template, name="Mine", **more))

    assert (response.status_code, "Mine" in response.text) == (409, True)


def test_an_announcement_is_changed_until_it_is_on_its_way(as_manager, tasting):
    address = f"/announcements/{tasting.pk}/edit/"
    assert 'value="Tea tasting"' in as_manager.get(address).text
    wrong = as_manager.post(address, typed(tasting.template, name="", version=1))
    assert (wrong.status_code, Announcement.objects.get().name) == (422, "Tea tasting")
    Announcement.objects.update(state=AnnouncementState.SENDING, frozen_at=timezone.now())

    late = as_manager.post(address, typed(tasting.template, name="Other", version=1), follow=True)

    assert "It is on its way already and cannot be changed any more." in late.text
    assert Announcement.objects.get().name == "Tea tasting"


@pytest.mark.parametrize("button", ["pause", "resume", "schedule"])
def test_a_button_that_comes_too_late_says_so_and_changes_nothing(as_manager, tasting, button):
    Announcement.objects.update(state=AnnouncementState.CANCELLED, frozen_at=timezone.now())

    told = as_manager.post(f"/announcements/{tasting.pk}/move/", {"do": button, "send_at": ""}, follow=True)

    assert "It has moved on in the meantime." in told.text
    assert Announcement.objects.get().state == AnnouncementState.CANCELLED


def test_scheduling_for_no_time_or_with_broken_words_is_refused_and_says_why(as_manager, tasting):
    address = f"/announcements/{tasting.pk}/move/"

    soon = as_manager.post(address, {"do": "schedule", "send_at": "soon"})
    tasting.template.current.body = "Hello {{ nobody_knows_this }}"
    tasting.template.current.save()
    broken = as_manager.post(address, {"do": "schedule", "send_at": ""}, follow=True)

    assert soon.status_code == 422
    assert "nobody_knows_this" in broken.text
    assert Announcement.objects.get().state == AnnouncementState.DRAFT


def test_everybody_on_the_list_stands_with_what_became_of_their_mail(as_manager, tasting, anna):
    assert str(anna) in as_manager.get(f"/announcements/{tasting.pk}/people/").text


@pytest.mark.parametrize("state", ["sending", "paused", "done"])
def test_the_page_says_how_many_mails_have_left(as_manager, tasting, state, bert):
    Announcement.objects.update(state=AnnouncementState.SENDING, frozen_at=timezone.now())
    plan_all(tasting)
    Announcement.objects.update(state=state)
    assert "0 of 1 mail<" in as_manager.get(f"/announcements/{tasting.pk}/").text

    tasting.recipients.create(customer=bert)
    plan_all(tasting)

    assert "0 of 2 mails<" in as_manager.get(f"/announcements/{tasting.pk}/").text


@pytest.mark.parametrize(
    ("each", "bought", "says"),
    [(3, 0, "Too few to say"), (60, 0, "It could be chance."), (60, 40, "more than chance would do")],
)
def test_the_page_says_what_the_mail_changed_where_somebody_was_held_out(
    as_manager, tasting, each, bought, says
):
    settled_at = timezone.now() - timedelta(days=3)
    Announcement.objects.update(state=AnnouncementState.DONE, frozen_at=settled_at)
    for number in range(2 * each):
        guest = Customer.objects.create()
        tasting.recipients.create(customer=guest, is_held_out=number % 2 == 0)
        if number % 2 and number < 2 * bought:
            Purchase.objects.create(
                customer=guest, at=settled_at + timedelta(days=1), total=9, currency="GBP", source="till"
            )

    assert says in as_manager.get(f"/announcements/{tasting.pk}/").text


def test_pausing_and_going_on_by_buttons(as_manager, tasting):
    Announcement.objects.update(state=AnnouncementState.SENDING, frozen_at=timezone.now())

    for button, state in (("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")):
        as_manager.post(f"/announcements/{tasting.pk}/move/", {"do": button})
        tasting.refresh_from_db()
        assert tasting.state == state

    cut_short = as_manager.get(f"/announcements/{tasting.pk}/").text
    assert ("What became of it" in cut_short, "Everybody on the list" in cut_short) == (True, True)


def test_staff_see_nothing_of_it(as_staff, tasting):
    for address in ("", f"{tasting.pk}/", f"{tasting.pk}/people/", "new/"):
        assert as_staff.get(f"/announcements/{address}").status_code == 403


def test_guests_are_ticked_and_thanked_once(as_manager, tasting, words, anna):
    words("event_thank_you")
    recipient = AnnouncementRecipient.objects.get()

    for _turn in range(2):
        as_manager.post(f"/announcements/{tasting.pk}/people/{recipient.pk}/attended/")

    recipient.refresh_from_db()
    assert recipient.attended_at is not None
    assert Message.objects.get().dedupe_key == f"event_thanks:{tasting.pk}:{anna.pk}"


def invitation(tasting, customer, message=None) -> str:
    about = f"engagement.announcement:{tasting.pk}"
    link = make_link(LinkPurpose.ATTENDANCE, customer=customer, message=message, about=about)
    return "/attend/" + link.rstrip("/").rpartition("/")[2] + "/"


def test_a_guest_answers_by_the_button_and_not_by_looking(client, tasting, anna):
    address = invitation(tasting, anna)
    for method in (client.get, client.head, client.get):
        assert method(address).status_code == 200
    assert AnnouncementRecipient.objects.get().attendance == Attendance.UNKNOWN

    page = client.post(address, {"answer": "coming"})

    assert "You are on the list" in page.text
    assert AnnouncementRecipient.objects.get().attendance == Attendance.COMING


def test_a_colleague_who_follows_the_link_answers_for_nobody(as_manager, tasting, anna):
    page = as_manager.post(invitation(tasting, anna), {"answer": "coming"})

    assert (page.status_code, "You are signed in to the shop" in page.text) == (403, True)
    assert AnnouncementRecipient.objects.get().attendance == Attendance.UNKNOWN


def test_a_button_pressed_is_a_click_and_a_link_opened_is_none(client, tasting, anna):
    letter = Draft("letter", "transactional", "by_hand", subject="Come", body="Do.")
    mail = plan_message(letter, customer=anna, by=None)
    address = invitation(tasting, anna, mail)
    for method in (client.get, client.head):
        method(address)
    assert not MessageEvent.objects.exists()

    for answer in ("perhaps", "coming", "not_coming"):
        client.post(address, {"answer": answer})

    assert [(event.kind, event.message) for event in MessageEvent.objects.all()] == [("clicked", mail)]


def test_the_last_seat_is_given_once(client, tasting, anna, bert):
    AnnouncementRecipient.objects.create(announcement=tasting, customer=bert, attendance=Attendance.COMING)

    page = client.post(invitation(tasting, anna), {"answer": "coming"})

    assert (page.status_code, "every seat is taken" in page.text) == (409, True)


def test_a_seat_is_not_offered_when_every_seat_is_taken(client, tasting, anna, bert):
    address = invitation(tasting, anna)
    offered = 'value="coming"' in client.get(address).text
    AnnouncementRecipient.objects.create(announcement=tasting, customer=bert, attendance=Attendance.COMING)

    page = client.get(address).text

    assert (offered, 'value="coming"' in page, "Every seat is taken" in page) == (True, False, True)


def test_links_of_strangers_are_all_alike(client, tasting, anna, bert, shop):
    stranger = invitation(tasting, bert)

    answers = [client.get(address) for address in (stranger, "/attend/nothing/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.text) for answer in answers]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_takes_the_same_queries(as_manager, tasting, olga, item_count, django_assert_num_queries):
    for number in range(item_count - 1):
        plan = Plan("news", f"News {number}", tasting.template, "news", "", 0)
        make_announcement(plan, by=olga)
    as_manager.get("/announcements/")

    with django_assert_num_queries(4):
        as_manager.get("/announcements/")
