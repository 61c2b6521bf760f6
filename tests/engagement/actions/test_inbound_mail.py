"""Mail that came in: once, with the right person, and the automation falls silent."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from customers.actions.customer import create_customer
from customers.models import Interaction
from engagement.actions.inbound_mail import receive_mail
from engagement.addresses import address_hash
from engagement.inbound import asking
from engagement.inbound.parsing import Parsed
from engagement.models import (
    Automation,
    Enquiry,
    Enrolment,
    InboundMail,
    Message,
    MessageEvent,
    Suppression,
)
from tests.engagement.conftest import again
from tests.engagement.inbound.test_reading import report

ANNA = "anna@example.org"


def sent(plan, **more) -> Message:
    message = plan(**more)
    Message.objects.filter(pk=message.pk).update(
        to_email=ANNA, to_hash=address_hash(ANNA), state="sent", is_captured=True
    )
    return again(message)


def write(text="Thank you!", number=1, **more) -> InboundMail:
    values = {"message_id": f"<{number}@mail.example>", "from_email": ANNA, "subject": "Re: News"}
    return receive_mail(Parsed(**(values | {"text": text} | more)))


@pytest.fixture
def taken(monkeypatch) -> list[InboundMail]:
    """What would become an enquiry."""
    found: list[InboundMail] = []

    def take(mail, by):
        found.append(mail)
        return Enquiry.objects.create(
            question=mail.text,
            channel="email",
            received_at=timezone.now(),
            waiting_since=timezone.now(),
            answer_by=timezone.now(),
        )

    monkeypatch.setattr(asking, "_TAKERS", [take])
    return found


def test_receive_mail_twice_is_one_line_with_whom_we_wrote_to(plan, anna, taken):
    message = sent(plan)

    for _ in range(2):
        write(from_email="other@example.org", references=(message.message_id,))

    line = Interaction.objects.get(kind="mail_in")
    assert (line.customer, line.text, line.direction) == (anna, "Re: News\nThank you!", "in")
    assert (InboundMail.objects.get().answers, MessageEvent.objects.get().kind) == (message, "replied")
    assert taken == []


def test_receive_mail_finds_the_one_with_that_address(anna):
    assert write().customer == anna


def test_receive_mail_leaves_two_with_one_address_to_people(anna):
    create_customer({"emails": [ANNA], "given_name": "Bo"}, by=None)

    assert write().customer is None
    assert Interaction.objects.count() == 0


@pytest.mark.parametrize(("text", "asks"), [("Is it here?", 1), ("Thank you!", 0)])
def test_receive_mail_that_asks_becomes_a_question(anna, taken, text, asks):
    for _ in range(2):
        received = write(text)

    received.refresh_from_db()
    assert (len(taken), received.enquiry is not None) == (asks, bool(asks))


def test_receive_mail_to_a_person_is_a_question_always(plan, mira, taken):
    message = sent(plan)
    Message.objects.filter(pk=message.pk).update(created_by=mira)

    write(references=(message.message_id,))

    assert len(taken) == 1


def test_receive_mail_stops_what_the_clock_had_in_mind(plan, anna, bert):
    automation = Automation.objects.create(name="Welcome", recipe="welcome")
    for who in (anna, bert):
        Enrolment.objects.create(
            automation=automation,
            customer=who,
            cause="x",
            caused_at=timezone.now(),
            next_at=timezone.now(),
        )
    planned, letter = plan("marketing"), plan()
    Message.objects.filter(pk=planned.pk).update(purpose="automation.welcome")

    write()

    ways = Enrolment.objects.order_by("pk").values_list("state", "outcome")
    assert list(ways) == [("exited", "replied"), ("waiting", "")]
    assert (again(planned).skip_reason, again(letter).state) == ("no_longer_true", "planned")


def test_receive_mail_of_a_machine_is_kept_and_nothing_follows(plan, anna, taken):
    write("I am away. Questions?", headers={"auto-submitted": "auto-replied"})

    assert (InboundMail.objects.get().kind, Interaction.objects.count(), taken) == ("auto_reply", 0, [])


def test_receive_mail_of_tomorrow_is_of_now(anna):
    assert write(sent_at=datetime(2999, 1, 1, tzinfo=UTC)).received_at <= timezone.now()


def test_receive_mail_that_came_back_flags_the_address(plan):
    message = sent(plan)

    for _ in range(2):
        receive_mail(report(ours=message.message_id))

    assert (MessageEvent.objects.get().kind, Suppression.objects.get().reason) == ("hard_bounce",) * 2
    assert Interaction.objects.filter(kind="mail_in").count() == 0


@pytest.mark.parametrize("forged", [{"recipient": "else@example.org"}, {"ours": "<nobody@shop.example>"}])
def test_receive_mail_believes_no_bounce_of_anything_else(plan, forged):
    message = sent(plan)

    receive_mail(report(**({"ours": message.message_id} | forged)))

    assert (InboundMail.objects.get().kind, Suppression.objects.count()) == ("bounce", 0)


def test_receive_mail_of_a_stranger_who_asks_waits_for_an_answer(shop):
    for _ in range(2):
        write("Do you have candles?", from_email="new@example.org", from_name="Nell")

    enquiry = Enquiry.objects.get()
    assert (enquiry.sender_email, enquiry.sender_name, enquiry.customer, enquiry.state) == (
        "new@example.org",
        "Nell",
        None,
        "open",
    )
    assert InboundMail.objects.get().enquiry == enquiry
