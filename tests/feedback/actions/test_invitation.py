"""Asking: one mail for each cause, with the question in it; nobody is asked too often."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from customers.actions.customer import create_customer
from customers.models import ConsentTopic, Purchase
from engagement.actions.automation import make_automation, switch_on
from engagement.actions.email_template import install_starter_templates
from engagement.actions.enrolment import advance_enrolment, look_for_causes
from engagement.actions.message_event import note_event
from engagement.addresses import address_hash
from engagement.composing import compose, letterhead
from engagement.models import (
    Automation,
    Enrolment,
    EventKind,
    Message,
    MessageClass,
    MessageState,
    PublicLink,
    SkipReason,
)
from engagement.public_links import show_links
from engagement.still_true import why_no_longer
from engagement.triggers import Look
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.invitation import Asking, SurveyIsOff, invite, remind
from feedback.actions.response import record_answer
from feedback.actions.survey import switch_survey_off, switch_survey_on
from feedback.evidence import Coming
from feedback.models import Complaint, ComplaintState, Invitation, Response, Survey
from feedback.reminders import remind_those_who_forgot
from feedback.triggers import next_turn, survey_turns

A_DAY = timedelta(days=1)


def sent(message: Message, *, days_ago: float = 0, to_hash: str = "") -> None:
    at = timezone.now() - timedelta(days=days_ago)
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, decided_at=at, to_hash=to_hash or message.to_hash
    )


def why_not(message: Message) -> SkipReason | None:
    message = Message.objects.get(pk=message.pk)
    message.to_email = message.to_email or "anna@example.org"
    return why_no_longer(message, timezone.now())


def likely_on() -> Survey:
    return switch_survey_on(Survey.objects.get(key="likely"), by=None)


def test_invite_plans_one_mail_for_a_cause(survey, anna):
    first = invite(anna, survey, Asking("customers.purchase:1"), by=None)
    again = invite(anna, survey, Asking("customers.purchase:1"), by=None)

    message = Message.objects.get()
    assert (first, first.message) == (again, message)
    assert (message.message_class, message.topic) == (MessageClass.SURVEY, ConsentTopic.FEEDBACK)
    assert (message.purpose, message.about) == ("survey.purchase", f"feedback.invitation:{first.pk}")
    assert timedelta(days=29) < first.expires_at - timezone.now() <= timedelta(days=30)


def test_invite_refuses_when_the_survey_is_off(survey, anna):
    off = switch_survey_off(survey, by=None)

    with pytest.raises(SurveyIsOff):
        invite(anna, off, Asking("x"), by=None)
    assert Invitation.objects.count() == 0


def test_the_mail_holds_the_question_and_keeps_no_token(survey, shop, anna):
    message = invite(anna, survey, Asking("x"), by=None).message

    composed = compose(message, anna, "anna@example.org", letterhead(shop))

    shown = show_links(composed.html, message)
    link = next(iter(PublicLink.objects.filter(purpose="survey")))
    assert [f"/?v={score}" in shown for score in range(1, 6)] == [True] * 5
    assert "How satisfied are you with your visit?" in shown
    assert composed.missing == ()
    assert f"{{{{link:{link.pk}}}}}?v=4" in composed.html
    assert "https://" not in composed.text.split("Answer here")[1].split("\n")[0]
    assert link.expires_at == Invitation.objects.get().expires_at
    assert "List-Unsubscribe" in composed.headers


def test_a_survey_within_a_month_is_enough(survey, anna):
    sent(invite(anna, survey, Asking("one"), by=None).message, days_ago=29)
    second = invite(anna, survey, Asking("two"), by=None).message
    assert why_not(second) == SkipReason.ASKED_LATELY

    sent(Message.objects.order_by("pk")[0], days_ago=30.01)
    assert why_not(second) is None


def test_the_rare_question_keeps_its_own_gap(survey, anna):
    likely = likely_on()
    sent(invite(anna, likely, Asking("one"), by=None).message, days_ago=80)

    assert why_not(invite(anna, likely, Asking("two"), by=None).message) == SkipReason.ASKED_LATELY


def test_the_rare_question_is_not_starved_by_the_frequent_one(survey, anna):
    first, second = (invite(anna, survey, Asking(cause), by=None).message for cause in ("one", "two"))
    likely_on()
    Invitation.objects.update(expires_at=timezone.now() + 365 * A_DAY)
    turn = next_turn(anna.pk, {"days": 90}, timezone.now())

    near = why_no_longer(Message.objects.get(pk=first.pk), turn - 10 * A_DAY)
    far = why_no_longer(Message.objects.get(pk=second.pk), turn - 40 * A_DAY)

    assert (near, far) == (SkipReason.KEPT_FOR_ANOTHER, None)


def test_a_home_is_asked_once(survey, anna, shop):
    ben = create_customer({"given_name": "Ben", "emails": ["home@example.org"]}, by=None)
    sent(invite(ben, survey, Asking("one"), by=None).message, to_hash=address_hash("anna@example.org"))

    assert why_not(invite(anna, survey, Asking("two"), by=None).message) == SkipReason.HOME_ASKED_LATELY


def test_whoever_has_answered_or_whose_survey_is_off_is_not_asked(survey, anna, bert):
    answered = invite(anna, survey, Asking("one"), by=None)
    now = timezone.now()
    Response.objects.create(
        invitation=answered,
        survey=survey,
        version=answered.version,
        customer=anna,
        changed_at=now,
        edit_until=now,
    )
    other = invite(bert, survey, Asking("two"), by=None)

    assert why_not(answered.message) == SkipReason.NO_LONGER_TRUE
    Survey.objects.update(switched_on_at=None)
    assert why_not(other.message) == SkipReason.NO_LONGER_TRUE


def test_a_reminder_comes_once_and_only_to_those_who_did_nothing(survey, anna):
    invitation = invite(anna, survey, Asking("one"), by=None)
    now = timezone.now()
    assert remind_those_who_forgot(now) == 0
    sent(invitation.message, days_ago=4.1)

    assert (remind_those_who_forgot(now), remind_those_who_forgot(now)) == (1, 0)
    remind(invitation, by=None)

    reminder = Message.objects.get(purpose="survey.reminder")
    assert "[[survey]]" in reminder.own_body
    assert why_not(reminder) is None


@pytest.mark.parametrize("kind", [EventKind.CLICKED, EventKind.HARD_BOUNCE, EventKind.UNSUBSCRIBED])
def test_no_reminder_after_a_click_or_a_bounce(survey, anna, kind):
    invitation = invite(anna, survey, Asking("one"), by=None)
    sent(invitation.message, days_ago=5)
    note_event(kind, key="x", at=timezone.now(), message=invitation.message)

    assert remind_those_who_forgot(timezone.now()) == 0


def test_a_purchase_is_asked_about_two_days_later(survey, anna, buy):
    automation = Automation.objects.get(recipe="survey_purchase")
    assert automation.is_on
    Automation.objects.update(switched_on_at=timezone.now() - A_DAY, looked_until=None)
    purchase = buy(anna, days_ago=0.1)
    look_for_causes(automation.pk, now=timezone.now())

    for days in (0, 1, 2, 2):
        for pk in list(Enrolment.objects.values_list("pk", flat=True)):
            advance_enrolment(pk, now=timezone.now() + days * A_DAY)

    assert Invitation.objects.get().cause == f"customers.purchase:{purchase.pk}"


def test_everybody_has_a_day_of_their_own(survey, anna, bert, shop, buy):
    buy(anna, days_ago=3)
    now = timezone.now()
    turns = []
    for day in range(95):
        until = now + day * A_DAY
        look = Look(until - A_DAY, until, ZoneInfo("Europe/London"), settings={"days": 90})
        turns += [(day, cause) for cause in survey_turns(look)]

    assert {cause.customer_id for _day, cause in turns} == {anna.pk}
    assert len({cause.key for _day, cause in turns}) == len(turns)
    assert timezone.localdate(next_turn(anna.pk, {"days": 90}, now)) == timezone.localdate(turns[0][1].at)


def test_a_step_whose_survey_is_off_ends_the_way(survey, anna, buy):
    automation = switch_on(make_automation("survey_purchase", by=None), by=None)
    Survey.objects.update(switched_on_at=None)
    Automation.objects.update(switched_on_at=timezone.now() - A_DAY, looked_until=None)
    buy(anna, days_ago=0.1)
    look_for_causes(automation.pk, now=timezone.now())

    for pk in list(Enrolment.objects.filter(automation=automation).values_list("pk", flat=True)):
        advance_enrolment(pk, now=timezone.now() + 3 * A_DAY)

    assert list(Enrolment.objects.values_list("outcome", flat=True)) == ["broken"]


def asked_after(automation: Automation, *, days: float) -> None:
    look_for_causes(automation.pk, now=timezone.now() + timedelta(minutes=1))
    for pk in list(Enrolment.objects.values_list("pk", flat=True)):
        advance_enrolment(pk, now=timezone.now() + days * A_DAY)


def complaint_of(customer) -> Complaint:
    return take_complaint(Taken("The lid does not fit.", customer=customer), by=None)


def test_an_open_complaint_puts_the_question_off_and_does_not_drop_it(survey, anna, buy):
    Automation.objects.update(switched_on_at=timezone.now() - A_DAY, looked_until=None)
    buy(anna, days_ago=0.1)
    complaint_of(anna)

    asked_after(Automation.objects.get(recipe="survey_purchase"), days=2)

    message = Message.objects.get(purpose="survey.purchase")
    assert timedelta(days=15.9) < message.not_before - timezone.now() < timedelta(days=16.1)
    assert message.expires_at > message.not_before + 6 * A_DAY


def test_a_closed_complaint_is_asked_about_unless_it_is_opened_again(survey, anna, olga):
    switch_survey_on(Survey.objects.get(key="complaint"), by=None)
    complaint = complaint_of(anna)
    Complaint.objects.update(state=ComplaintState.CLOSED_RESOLVED, closed_at=timezone.now())
    asked_after(Automation.objects.get(recipe="survey_complaint"), days=2.1)

    message = Message.objects.get(purpose="survey.complaint")
    assert Invitation.objects.get().cause == f"feedback.complaint:{complaint.pk}"
    assert why_not(message) is None
    Complaint.objects.update(state=ComplaintState.INVESTIGATING, closed_at=None)
    assert why_not(message) == SkipReason.NO_LONGER_TRUE


@pytest.mark.parametrize(("ago", "is_asked"), [(0, False), (6.9, False), (28, True)])
def test_only_one_of_both_questions_about_a_complaint_leaves_within_a_week(survey, anna, ago, is_asked):
    install_starter_templates(by=None)
    switch_survey_on(Survey.objects.get(key="complaint"), by=None)
    complaint_of(anna)
    Complaint.objects.update(state=ComplaintState.CLOSED_RESOLVED, closed_at=timezone.now())
    check = make_automation("complaint_check", by=None)
    Automation.objects.update(is_on=True, switched_on_at=timezone.now() - A_DAY, looked_until=None)
    asked_after(Automation.objects.get(recipe="survey_complaint"), days=2.1)
    asked_after(check, days=30.1)
    settled = Message.objects.get(purpose="survey.complaint")
    right = Message.objects.get(purpose="automation.complaint_check")

    for first, second in ((settled, right), (right, settled)):
        Message.objects.update(state=MessageState.PLANNED, decided_at=None)
        assert (why_not(first), why_not(second)) == (None, None)
        sent(first, days_ago=ago)
        assert why_not(second) == (None if is_asked else SkipReason.ASKED_LATELY)


def test_another_complaint_is_asked_about_by_itself(survey, anna):
    settled = switch_survey_on(Survey.objects.get(key="complaint"), by=None)
    for complaint in (complaint_of(anna), complaint_of(anna)):
        invite(anna, settled, Asking(f"feedback.complaint:{complaint.pk}"), by=None)
    Complaint.objects.update(state=ComplaintState.CLOSED_RESOLVED, closed_at=timezone.now())
    first, second = Message.objects.order_by("pk")

    sent(first)

    assert why_not(second) is None


def test_invite_remembers_where_and_by_whom_they_were_served(survey, anna, mira, buy, counter):
    sale = buy(anna)
    Purchase.objects.filter(pk=sale.pk).update(location=counter, staff=mira)

    asked = invite(anna, survey, Asking(f"customers.purchase:{sale.pk}"), by=None)
    answer = record_answer(asked, Coming(given={"score": 4}, page="p", seconds=9)).response
    unknown = invite(anna, survey, Asking("turn:90:27"), by=None)

    assert answer is not None
    assert (answer.location, answer.staff) == (counter, mira)
    assert (unknown.location_id, unknown.staff_id) == (None, None)
