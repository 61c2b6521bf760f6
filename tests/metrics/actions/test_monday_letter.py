"""The Monday letter by mail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from crm.shop.models import AuditEntry
from engagement.composing import compose, letterhead
from engagement.models import Message
from metrics.actions.monday_letter import plan_letters
from metrics.models import Count
from metrics.rollups import rebuild
from metrics.tasks import write_letters
from tests.metrics.buying import FIRST, sell

MONDAY = datetime(2027, 2, 8, 11, tzinfo=UTC)
LAST = (MONDAY.date() - FIRST).days - 1


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def sold(shop, anna):
    sell(anna, 0, LAST, total="10")
    rebuild()


def test_the_owner_gets_one_letter_a_week(sold, olga, mark):
    for moment in (MONDAY, MONDAY + timedelta(hours=1), MONDAY + timedelta(days=1)):
        plan_letters(moment)
    write_letters()

    letter = Message.objects.get()
    assert (letter.staff, letter.purpose) == (olga, "monday_letter")
    assert letter.own_subject == "The week until 7 February"


def test_every_figure_of_the_letter_is_a_link(sold, olga, settings):
    plan_letters(MONDAY)

    body = Message.objects.get().own_body
    assert rf"- [Orders last week\: 1\, for £10\.00]({settings.PUBLIC_URL}/figures/orders/?days=7&" in body
    assert "Nothing else has clearly changed." in body


def test_the_owner_can_stop_the_mail_and_let_it_come_again(sold, client, olga, mark):
    client.force_login(mark)
    assert client.post("/figures/letter/stop/").status_code == 403
    client.force_login(olga)
    assert client.get("/figures/letter/stop/").status_code == 405

    for _ in range(2):
        client.post("/figures/letter/stop/")
    assert plan_letters(MONDAY) == 0
    assert "Let it come by mail" in client.get("/figures/letter/").text
    for _ in range(2):
        client.post("/figures/letter/send/")

    assert plan_letters(MONDAY) == 1
    told = AuditEntry.objects.filter(verb__startswith="monday_letter").order_by("pk")
    assert list(told.values_list("verb", "actor")) == [
        ("monday_letter.stopped", "Olga"),
        ("monday_letter.sent_again", "Olga"),
    ]


def test_before_the_doors_open_nobody_gets_mail(sold, olga):
    assert plan_letters(MONDAY.replace(hour=3)) == 0


def test_no_letter_before_the_sunday_was_counted(sold, olga):
    Count.objects.update(counted_at=MONDAY - timedelta(days=1))

    assert plan_letters(MONDAY) == 0


def test_a_shop_that_has_just_begun_has_no_week_to_look_back_on(shop, olga, anna):
    sell(anna, LAST + 1)
    rebuild()

    assert plan_letters(MONDAY) == 0


def test_a_shop_that_is_not_open_yet_gets_no_letter(db):
    assert plan_letters(MONDAY) == 0


def test_what_staff_typed_is_never_read_as_a_layout(shop, olga, anna, counter):
    counter.name = "[Free](https://evil.example) {{ secret }}"
    counter.save()
    sell(anna, 0, LAST - 364, total="10")
    sell(anna, *[LAST] * 9, total="10", location=counter)
    rebuild()
    plan_letters(MONDAY)
    letter = Message.objects.get()

    mail = compose(letter, None, olga.email, letterhead(shop))

    assert ">Free</a>" not in mail.html
    assert "Most of it: [Free](https://evil.example) {{ secret }} (+9)." in mail.text
    assert mail.html.count("/figures/") == 2
