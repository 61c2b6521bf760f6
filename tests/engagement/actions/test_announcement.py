"""An announcement is settled once, leaves once, and stops when somebody says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer
from customers.models import Customer
from customers.stale import SomebodyWasFaster
from engagement.actions.announcement import (
    FAR_AWAY,
    AnnouncementIsNotReady,
    AnnouncementMovedOn,
    Plan,
    cancel_announcement,
    edit_announcement,
    finish_announcement,
    make_announcement,
    pause_announcement,
    resume_announcement,
    schedule_announcement,
    start_announcement,
)
from engagement.actions.announcement_freeze import freeze_recipients, plan_all
from engagement.actions.enrolment import is_held_out
from engagement.actions.sending import claim_next, put_off
from engagement.models import (
    Announcement,
    AnnouncementRecipient,
    AnnouncementState,
    Message,
    MessageState,
)
from engagement.tasks import move_announcements

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(words):
    return Plan(
        kind="news", name="Spring", template=words("news"), topic="news", query="", hold_out_percent=0
    )


@pytest.fixture
def spring(shop, plan, olga) -> Announcement:
    return make_announcement(plan, by=olga)


@pytest.fixture
def sending(spring, anna, bert, olga) -> Announcement:
    schedule_announcement(spring, at=timezone.now(), by=olga)
    start_announcement(spring.pk, now=timezone.now())
    return Announcement.objects.get(pk=spring.pk)


def crowd(count: int) -> None:
    for number in range(count):
        create_customer({"emails": [f"guest{number}@example.org"]}, by=None)


def test_everybody_with_an_address_gets_one_mail(sending, anna):
    message = Message.objects.get()

    assert (message.customer, message.purpose, message.state) == (
        anna,
        f"announcement:{sending.pk}",
        "planned",
    )
    assert message.message_id.startswith("<")
    assert AnnouncementRecipient.objects.get().message == message
    assert sending.state == AnnouncementState.SENDING


def test_settling_twice_changes_nothing(sending):
    assert (freeze_recipients(sending), plan_all(sending)) == (0, 0)
    assert start_announcement(sending.pk, now=timezone.now()) is None


def test_who_comes_later_is_not_on_the_list(sending):
    crowd(1)

    plan_all(sending)

    assert Message.objects.count() == 1


def test_only_those_the_list_asks_for(plan, olga, anna):
    crowd(3)
    Customer.objects.filter(pk=anna.pk).update(source="Window")
    only = Plan(**{**plan.__dict__, "query": "source=Window"})
    announcement = make_announcement(only, by=olga)

    schedule_announcement(announcement, at=timezone.now(), by=olga)
    start_announcement(announcement.pk, now=timezone.now())

    assert list(Message.objects.values_list("customer", flat=True)) == [anna.pk]


def test_the_database_throws_the_same_coin(plan, olga):
    crowd(60)
    held = make_announcement(Plan(**{**plan.__dict__, "hold_out_percent": 30}), by=olga)

    freeze_recipients(held)
    plan_all(held)

    for recipient in AnnouncementRecipient.objects.all():
        assert recipient.is_held_out == is_held_out(f"announcement:{held.pk}", recipient.customer_id, 30)
    assert Message.objects.count() == AnnouncementRecipient.objects.filter(is_held_out=False).count()


def test_it_waits_for_its_time(spring, anna, olga):
    schedule_announcement(spring, at=timezone.now() + timedelta(hours=2), by=olga)

    assert start_announcement(spring.pk, now=timezone.now()) is None
    assert start_announcement(spring.pk, now=timezone.now() + timedelta(hours=3)) is not None


def test_pausing_lets_nothing_more_become_due(sending, olga):
    pause_announcement(sending, by=olga)
    assert list(Message.objects.due(timezone.now())) == []
    assert Message.objects.get().not_before == FAR_AWAY

    resume_announcement(sending, by=olga)

    assert Message.objects.due(timezone.now()).count() == 1


def test_calling_off_calls_off_what_has_not_left(sending, olga):
    cancel_announcement(sending, by=olga)

    assert Message.objects.get().state == MessageState.CANCELLED
    with pytest.raises(AnnouncementMovedOn):
        resume_announcement(sending, by=olga)


@pytest.mark.parametrize("move", [pause_announcement, cancel_announcement])
def test_what_a_worker_held_and_gave_back_does_not_leave_later(sending, olga, move):
    held = claim_next(timezone.now(), is_bulk=True)
    assert held is not None
    move(sending, by=olga)
    put_off(held, until=timezone.now())

    for _turn in range(2):
        move_announcements()

    assert list(Message.objects.due(timezone.now())) == []
    assert Message.objects.get().state == (
        MessageState.PLANNED if move is pause_announcement else MessageState.CANCELLED
    )


def test_moving_twice_leaves_one_line_of_history(sending, olga):
    pause_announcement(sending, by=olga)
    pause_announcement(sending, by=olga)

    assert AuditEntry.objects.filter(verb="announcement.paused").count() == 1


def test_it_is_done_when_nothing_waits(sending):
    assert not finish_announcement(sending.pk, now=timezone.now())

    Message.objects.update(state=MessageState.SENT, decided_at=timezone.now())

    assert finish_announcement(sending.pk, now=timezone.now())
    assert not finish_announcement(sending.pk, now=timezone.now())
    sending.refresh_from_db()
    assert sending.state == AnnouncementState.DONE


def test_a_draft_is_changed_until_somebody_was_faster(spring, plan, olga, mark):
    other = Plan(**{**plan.__dict__, "name": "Summer"})

    edit_announcement(spring, other, version=1, by=olga)

    with pytest.raises(SomebodyWasFaster):
        edit_announcement(spring, plan, version=1, by=mark)
    spring.refresh_from_db()
    assert spring.name == "Summer"


def test_what_is_on_its_way_is_not_changed(sending, plan, olga):
    with pytest.raises(AnnouncementMovedOn):
        edit_announcement(sending, plan, version=sending.version, by=olga)


def test_without_words_nothing_leaves(spring, olga):
    spring.template.current = None
    spring.template.save()

    with pytest.raises(AnnouncementIsNotReady):
        schedule_announcement(spring, at=timezone.now(), by=olga)
