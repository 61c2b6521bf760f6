"""Codes and tablets that ask an anonymous survey: a channel and a week are all that is kept."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from crm.shop.models import AuditEntry
from crm.shop.tablet import KIOSK_COOKIE
from feedback.actions.anonymous_answer import HIGH, choose_mode, is_mode_fixed
from feedback.actions.kiosk import set_up_kiosk
from feedback.actions.printed_code import make_printed_code
from feedback.forms.kiosk import KioskForm
from feedback.forms.printed_code import PrintedCodeForm
from feedback.models import Response
from tests.feedback.views.test_code_public import page, send
from tests.feedback.views.test_kiosk_public import tap
from tests.web.walk import sign_in_a_moment_ago

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
MIDNIGHT_IN_LONDON = datetime(2026, 5, 31, 23, 0, tzinfo=UTC)
NOTHING = ("code", "device", "location", "staff", "customer", "invitation", "key")


@pytest.fixture
def nameless(pulse):
    return choose_mode(pulse, is_anonymous=True, by=None)


@pytest.fixture
def code(nameless, counter):
    return make_printed_code(nameless, spot="At the till", location=counter, by=None)


@pytest.fixture
def tablet(nameless, counter, olga) -> Client:
    set_up_kiosk("By the door", token="secret", survey=nameless, location=counter, by=olga)
    client = Client(enforce_csrf_checks=True)
    client.cookies[KIOSK_COOKIE] = "secret"
    return client


def test_an_anonymous_survey_may_be_asked_by_a_code_and_a_tablet(nameless, counter, olga):
    assert nameless in PrintedCodeForm().fields["survey"].queryset
    assert nameless in KioskForm().fields["survey"].queryset
    assert not is_mode_fixed(nameless)

    set_up_kiosk("By the door", token="secret", survey=nameless, location=counter, by=olga)

    assert is_mode_fixed(nameless), "the tablet said which it is"


def test_answers_in_the_shop_keep_a_channel_and_a_week(code, tablet):
    lines = AuditEntry.objects.count()
    with time_machine.travel(WEDNESDAY, tick=False):
        shown = Client().get(f"/q/{code.code}/").text, tablet.get("/kiosk/").text
        opened, key, browser = page(code), uuid.uuid4(), Client()
        for _twice in range(2):
            tap(tablet, "2", key=key, do="queue")
            send(code, browser=browser, opened=opened, score="4")
        send(code, opened=opened, score="1")

    assert ["Anonymous: nobody" in each for each in shown] == [True, True]
    assert "nobody can change it" in browser.get(f"/q/{code.code}/").text
    rows = Response.objects.order_by("score")
    assert [(row.score, row.channel) for row in rows] == [(2, "kiosk"), (4, "qr")]
    assert {getattr(row, name) for row in rows for name in NOTHING} == {None}
    assert {(row.created_at, row.completed_at) for row in rows} == {(MIDNIGHT_IN_LONDON,) * 2}
    assert min(row.pk for row in rows) >= HIGH
    assert AuditEntry.objects.count() == lines


def test_an_answer_that_waited_belongs_to_its_week(tablet):
    with time_machine.travel(WEDNESDAY, tick=False):
        tap(tablet, do="queue", seconds_ago=str(3 * 24 * 3600))

    assert Response.objects.get().created_at == MIDNIGHT_IN_LONDON - timedelta(days=7)


def test_a_tablet_sets_the_seventh_within_a_minute_aside(tablet):
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        for _ in range(7):
            tap(tablet)
        clock.shift(61)
        tap(tablet)

    aside = Response.objects.exclude(invalid_at=None)
    assert [row.invalid_at for row in aside] == [MIDNIGHT_IN_LONDON]
    assert not AuditEntry.objects.filter(verb="kiosk.burst").exists()


def test_a_few_of_one_channel_are_not_shown_beside_many_of_another(code, tablet, nameless, as_manager, mark):
    sign_in_a_moment_ago(as_manager, mark)
    for _ in range(5):
        tap(tablet, "5")
    send(code, score="1")

    cards = as_manager.get("/surveys/").text
    taken = b"".join(as_manager.post(f"/surveys/{nameless.pk}/export/")).decode()

    assert ("Tablet in the shop:" in cards, "Code in the shop:" in cards) == (True, False)
    assert len(taken.splitlines()) == 6
    assert [row.channel for row in Response.objects.in_company()] == ["kiosk"] * 5
    assert "its answers are not told apart" in as_manager.get("/codes/").text


def test_the_book_refuses_an_anonymous_answer_that_knows_where(code, tablet, counter):
    send(code, score="3")

    for column in ({"location": counter}, {"code": code}, {"key": uuid.uuid4()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Response.objects.update(**column)
