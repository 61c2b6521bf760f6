"""Asking one customer by hand; and what would be asked by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Customer, Tag
from engagement.models import Message, MessageState, SkipReason
from engagement.next_mail import outlook_for
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.invitation import Asking, invite
from feedback.actions.survey import Wanted, make_survey, switch_survey_on
from feedback.asking import why_not_asked
from feedback.models import Invitation, Survey
from feedback.questions import Question, Shape


@pytest.fixture
def own(shop) -> Survey:
    """A survey of our own that is on."""
    asked = [Question("q1", Shape.STARS, "How was the tasting?", is_required=True)]
    wanted = Wanted("Tea tasting", "", "How was it?", "[[survey]]", asked)
    return switch_survey_on(make_survey(wanted, by=None), by=None)


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to("2026-03-11T12:00:00Z", tick=True)


def ask(client, customer: Customer, survey: Survey):
    return client.post(f"/customers/{customer.pk}/ask/", {"survey": survey.pk}, follow=True)


def test_survey_ask_sends_one_mail_however_often_it_is_pressed(as_staff, own, anna, mira):
    assert "Ask this customer" in as_staff.get(f"/customers/{anna.pk}/").text
    assert "Tea tasting" in as_staff.get(f"/customers/{anna.pk}/ask/").text

    for _ in range(2):
        page = ask(as_staff, anna, own)

    assert "is on its way" in page.text
    assert Invitation.objects.get().message.created_by == mira


def sent_lately(survey: Survey, customer: Customer) -> None:
    invite(customer, survey, Asking("before"), by=None)
    at = timezone.now() - timedelta(days=3)
    Message.objects.update(state=MessageState.SENT, decided_at=at)


def complained(_survey: Survey, customer: Customer) -> None:
    take_complaint(Taken(story="Broken", customer=customer), by=None)


def without_address(_survey: Survey, customer: Customer) -> None:
    customer.emails.all().delete()


def tagged_test(_survey: Survey, customer: Customer) -> None:
    customer.tags.add(Tag.objects.create(name="Test", folded_name="test"))


def disturbed(_survey: Survey, customer: Customer) -> None:
    Customer.objects.filter(pk=customer.pk).update(do_not_disturb_since=timezone.now())


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (sent_lately, "They were asked how it was lately"),
        (complained, "Something they complained about is open"),
        (without_address, "They have no e-mail address"),
        (tagged_test, "They work here, or are there for trying things out"),
        (disturbed, "Do not disturb is set"),
    ],
)
def test_survey_ask_says_what_stands_against_it(as_staff, own, anna, before, reason):
    before(own, anna)
    asked = Invitation.objects.count()

    shown = as_staff.get(f"/customers/{anna.pk}/ask/").text
    pressed = ask(as_staff, anna, own).text

    assert (reason in shown, f"They were not asked: {reason}" in pressed) == (True, True)
    assert Invitation.objects.count() == asked


def test_survey_ask_is_for_those_who_may_write(client, sam, own, anna, as_staff):
    assert as_staff.get("/customers/999/ask/").status_code == 404
    client.force_login(sam)
    assert ask(client, anna, own).status_code == 403


def test_whoever_works_here_is_not_asked(own, anna, mira):
    invitation = invite(anna, own, Asking("one"), by=None)
    now = timezone.now()
    assert why_not_asked(invitation.message, now) is None

    anna.emails.update(address=mira.email.upper())

    assert why_not_asked(invitation.message, now) == SkipReason.ONE_OF_US


def test_what_comes_next_knows_of_surveys(survey, anna, buy):
    buy(anna)

    coming = outlook_for(anna, timezone.now()).coming

    assert [(mail.title, str(mail.why_not)) for mail in coming] == [("After a purchase", "")]
    sent_lately(survey, anna)
    assert [str(mail.why_not) for mail in outlook_for(anna, timezone.now()).coming] == [
        SkipReason.ASKED_LATELY.label
    ]
