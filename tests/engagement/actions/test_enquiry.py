"""Questions: their clock, their answers, their lines on the timeline."""

from datetime import UTC, datetime, time

import pytest
import time_machine

from crm.shop.hand_over import hand_over_everything
from crm.shop.models import AuditEntry, Closure, Location, OpeningWindow, ShopSettings
from customers.models import Customer, Interaction
from engagement.actions.enquiry import (
    Asked,
    SomebodyAnswered,
    answer_enquiry,
    close_enquiry,
    open_enquiry,
    recognise_sender,
    reopen_enquiry,
    take_enquiry,
)
from engagement.actions.enquiry_mail import NoAddress
from engagement.actions.enquiry_thanks import take_thanks_back, thank_for_asking
from engagement.models import Enquiry, EnquiryState, Message

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(MONDAY, tick=False) as moment:
        yield moment


@pytest.fixture
def open_counter(counter) -> Location:
    for weekday in range(5):
        OpeningWindow.objects.create(location=counter, weekday=weekday, opens=time(9), closes=time(17))
    return counter


@pytest.fixture
def green(anna, open_counter, mira) -> Enquiry:
    asked = Asked("Do you have it in green?", "in_person", customer=anna, location=open_counter)
    return open_enquiry(asked, by=mira)


def lines(customer: Customer) -> list[tuple[str, str]]:
    shown = Interaction.objects.of(customer).order_by("pk")
    return list(shown.values_list("kind", "text"))


def verbs() -> list[str]:
    entries = AuditEntry.objects.filter(verb__startswith="enquiry.").order_by("pk")
    return list(entries.values_list("verb", flat=True))


def test_a_question_waits_for_one_working_day_and_stands_on_the_timeline(green, anna):
    assert green.answer_by == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert (green.is_open, lines(anna)) == (True, [("enquiry", "Do you have it in green?")])
    assert verbs() == ["enquiry.opened"]


def test_the_shop_may_promise_less_time(anna, open_counter, mira):
    ShopSettings.objects.update(answer_within_hours=2)
    Closure.objects.create(location=open_counter, first_day="2026-11-23", last_day="2026-11-24")

    enquiry = open_enquiry(Asked("When?", "phone", customer=anna, location=open_counter), by=mira)

    assert enquiry.answer_by == datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


def test_what_came_to_no_place_waits_at_the_first_that_has_hours(anna, open_counter, mira):
    Location.objects.create(name="A desk without hours")

    assert open_enquiry(Asked("When?", "web"), by=None).answer_by == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_the_same_cause_asks_once(anna):
    first, second = (
        open_enquiry(Asked("When?", "web", customer=anna, cause="form:1"), by=None) for _ in "ab"
    )

    assert (first, len(lines(anna))) == (second, 1)


def test_answer_enquiry_by_mail_plans_it_once_and_stands_on_the_timeline(green, anna, mira):
    for _ in range(2):
        answer_enquiry(green, text="Yes, two are left.", by=mira, send=True)

    green.refresh_from_db()
    mail = Message.objects.get()
    assert (green.state, green.answered_by, green.answer) == (
        EnquiryState.ANSWERED,
        mira,
        "Yes, two are left.",
    )
    assert (mail.message_class, mail.about, mail.context["answer"]) == (
        "transactional",
        f"engagement.enquiry:{green.pk}",
        "Yes, two are left.",
    )
    assert lines(anna)[1:] == [("enquiry_answer", "Yes, two are left.")]
    assert verbs() == ["enquiry.opened", "enquiry.answered"]


def test_answer_enquiry_uses_the_template_for_it(green, mira, words):
    template = words("enquiry_answer")

    answer_enquiry(green, text="Yes.", by=mira, send=True)

    assert Message.objects.get().template_version == template.current


def test_answer_enquiry_by_phone_sends_nothing(green, anna, mira):
    answer_enquiry(green, text="", by=mira, send=False, channel="phone")

    assert Message.objects.count() == 0
    assert Interaction.objects.get(kind="enquiry_answer").channel == "phone"


def test_answer_enquiry_without_an_address_changes_nothing(bert, mira):
    enquiry = open_enquiry(Asked("When?", "phone", customer=bert), by=mira)

    with pytest.raises(NoAddress):
        answer_enquiry(enquiry, text="Soon.", by=mira, send=True)

    enquiry.refresh_from_db()
    assert (enquiry.is_open, Message.objects.count()) == (True, 0)


def test_a_stranger_is_answered_where_they_wrote_from(open_counter, mira):
    asked = Asked("When?", "web", sender_name="Cleo", sender_email="cleo@example.org")

    answer_enquiry(open_enquiry(asked, by=None), text="Soon.", by=mira, send=True)

    mail = Message.objects.get()
    assert (mail.customer, mail.to_email, mail.context["first_name"]) == (None, "cleo@example.org", "Cleo")


def test_the_slower_answer_is_refused(green, mira, otto):
    answer_enquiry(green, text="Yes.", by=mira, send=False)

    with pytest.raises(SomebodyAnswered) as refused:
        answer_enquiry(green, text="No.", by=otto, send=True)

    assert (refused.value.enquiry.answer, Message.objects.count()) == ("Yes.", 0)


def test_reopen_enquiry_starts_its_clock_anew_and_keeps_an_answer_here(green, anna, mira, monday_morning):
    answer_enquiry(green, text="Yes.", by=mira, send=True)
    monday_morning.shift(3600)

    for _ in range(2):
        reopened = reopen_enquiry(green, by=mira)

    assert reopened.answer_by == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert (reopened.reopened_count, reopened.first_answered_at) == (1, MONDAY)
    assert Message.objects.get().state == "cancelled"
    answer_enquiry(reopened, text="Only in blue.", by=mira, send=True)
    assert [text for _kind, text in lines(anna)] == ["Do you have it in green?", "Yes.", "Only in blue."]
    assert Message.objects.filter(state="planned").get().context["answer"] == "Only in blue."


def test_close_enquiry_closes_once(green, mira):
    for _ in range(2):
        closed = close_enquiry(green, by=mira)

    assert (closed.state, closed.closed_by) == (EnquiryState.CLOSED, mira)
    assert verbs() == ["enquiry.opened", "enquiry.closed"]


def test_spam_leaves_the_timeline_and_comes_back(green, anna, mira):
    close_enquiry(green, as_spam=True, by=mira)
    assert lines(anna) == []

    reopen_enquiry(green, by=mira)

    assert lines(anna) == [("enquiry", "Do you have it in green?")]


def test_a_sender_is_recognised_once(anna, bert, mira):
    enquiry = open_enquiry(Asked("When?", "web", sender_name="Anna"), by=None)
    answer_enquiry(enquiry, text="Soon.", by=mira, send=False)

    recognise_sender(enquiry, customer=anna, by=mira)
    recognise_sender(enquiry, customer=bert, by=mira)

    assert (lines(anna), lines(bert)) == ([("enquiry", "When?"), ("enquiry_answer", "Soon.")], [])


def test_whoever_leaves_leaves_no_question_alone(green, mira, otto, olga):
    take_enquiry(green, owner=mira, by=mira)
    take_enquiry(green, owner=mira, by=mira)

    assert hand_over_everything(mira, to=None, by=olga)["enquiries"] == 1

    green.refresh_from_db()
    assert (green.owner, verbs().count("enquiry.taken")) == (None, 1)


def test_thank_for_asking_is_two_lines_once_and_can_be_taken_back(anna, mira):
    for _ in range(2):
        thank_for_asking(anna, by=mira)
    assert [kind for kind, _text in lines(anna)] == ["asked_did_not_buy", "thank_you"]
    anna.refresh_from_db()
    assert anna.last_thanked_at == MONDAY

    take_thanks_back(anna, by=mira)

    anna.refresh_from_db()
    assert (lines(anna), anna.last_thanked_at) == ([], None)
