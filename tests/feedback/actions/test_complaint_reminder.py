"""The clock reminds whoever has to act, each rung once."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from crm.shop.actions.absence import Away, say_away
from crm.shop.models import Location, OpeningWindow
from customers.actions.customer import create_customer
from customers.actions.erasure import erase_now
from customers.models import Because
from engagement.models import Message
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.complaint_move import Told, acknowledge_complaint, close_complaint, move_complaint
from feedback.actions.complaint_reminder import refresh_clocks
from feedback.complaint_panel import complaints_for
from feedback.models import Complaint
from feedback.tasks import refresh_complaint_clocks, remind_of_complaints
from tests.canaries import WORD, where_it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def always_open(counter) -> Location:
    for day in range(7):
        OpeningWindow.objects.create(location=counter, weekday=day, opens=time(0), closes=time(23, 59))
    return counter


def steps_of(complaint: Complaint) -> list[str]:
    return list(complaint.events.exclude(step="").order_by("pk").values_list("step", flat=True))


def reminded() -> list[tuple[str, str]]:
    mails = Message.objects.filter(purpose="complaint_reminder").select_related("staff")
    return sorted((str(mail.staff), mail.context["promises"].splitlines()[0]) for mail in mails)


def test_danger_goes_to_the_owner_at_once_and_once(always_open, anna, mira, olga):
    complaint = take_complaint(Taken("It burns.", customer=anna, is_safety=True), by=mira)

    for _ in range(2):
        remind_of_complaints()

    assert steps_of(complaint) == ["urgent"]
    mail = Message.objects.get()
    assert mail.staff == olga
    assert complaint.reference in mail.context["promises"]
    assert Complaint.objects.get().version == complaint.version


def test_what_is_late_climbs_the_ladder(always_open, anna, mira, mark, olga):
    long_ago = timezone.now() - timedelta(days=4)
    complaint = take_complaint(Taken("It leaks.", customer=anna, received_at=long_ago), by=mira)

    remind_of_complaints()

    assert {"acknowledge:soon", "acknowledge:late", "acknowledge:later"} <= set(steps_of(complaint))
    assert {name for name, _line in reminded()} == {"Mira", "Mark", "Olga"}
    assert not Complaint.objects.to_look_at(timezone.now()).exists()


def test_whoever_wanted_to_ask_again_is_reminded(always_open, anna, mira):
    complaint = take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)
    move_complaint(complaint, "waiting_supplier", chase_on=date(2020, 1, 1), by=mira)

    remind_of_complaints()

    assert (steps_of(complaint), [name for name, _line in reminded()]) == (["chase:20200101"], ["Mira"])


def test_a_colleague_who_left_is_not_written_to(always_open, anna, mira, mark):
    take_complaint(Taken("It leaks.", customer=anna, received_at=timezone.now() - timedelta(days=1)), by=mira)
    mira.is_active = False
    mira.save()

    remind_of_complaints()

    assert {name for name, _line in reminded()} == {"Mark"}


def test_what_is_closed_reminds_nobody(always_open, anna, mira, mark):
    long_ago = timezone.now() - timedelta(days=9)
    complaint = take_complaint(Taken("It leaks.", customer=anna, received_at=long_ago), by=mira)
    complaint = acknowledge_complaint(complaint, Told(), by=mira)
    close_complaint(complaint, "closed_resolved", Told("New one."), version=complaint.version, by=mira)

    remind_of_complaints()

    assert reminded() == []


def test_a_holiday_moves_what_is_due(counter, anna, mira):
    complaint = take_complaint(Taken("It leaks.", customer=anna), by=mira)
    before = complaint.due_at
    for day in range(7):
        OpeningWindow.objects.create(location=counter, weekday=day, opens=time(0), closes=time(0, 30))

    refresh_complaint_clocks()

    complaint.refresh_from_db()
    assert complaint.due_at != before
    assert refresh_clocks() == 0


def away(person, stand_in) -> None:
    say_away(person, Away(timezone.localdate(), timezone.localdate(), stand_in), by=person)


def test_while_they_are_away_whoever_stands_in_is_reminded(always_open, anna, mira, otto, mark, olga):
    away(mira, otto)
    away(mark, None)
    long_ago = timezone.now() - timedelta(days=4)
    take_complaint(Taken("It leaks.", customer=anna, received_at=long_ago), by=mira)

    remind_of_complaints()

    assert {name for name, _line in reminded()} == {"Otto", "Olga"}


def test_who_may_not_see_it_does_not_stand_in(always_open, anna, mira, otto, mark):
    away(mira, otto)
    about_sam = Taken("He was rude.", customer=anna, is_about_staff=True)
    complaint = take_complaint(about_sam, by=mira, is_told=True)
    move_complaint(complaint, "waiting_supplier", chase_on=date(2020, 1, 1), by=mira)

    remind_of_complaints()

    assert [name for name, _line in reminded()] == ["Mark"]


def test_it_stands_on_the_today_page_of_whoever_stands_in(shop, anna, mira, otto):
    away(mira, otto)
    complaint = take_complaint(Taken("It leaks.", customer=anna), by=mira, is_told=True)

    queue = complaints_for(otto, shop, timezone.now())

    assert [card.complaint for card in queue.cards] == [complaint]


def test_a_reminder_goes_with_the_complaint_it_was_about(always_open, olga, mira, settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "files", tmp_path / "erasures.ledger"
    quagga = create_customer({"given_name": WORD}, by=mira)
    take_complaint(Taken("It burns.", customer=quagga, is_safety=True), by=mira)
    remind_of_complaints()
    assert WORD in Message.objects.get().context["promises"]

    erase_now(quagga, because=Because.ASKED, by=olga)

    assert where_it_is() == set()
