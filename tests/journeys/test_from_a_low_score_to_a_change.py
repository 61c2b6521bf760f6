"""One customer, from a purchase to "you said, we did": each step by a page or by the clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from customers.models import Customer, Interaction
from engagement.actions.email_template import install_starter_templates
from engagement.models import Message
from engagement.public_links import make_link
from engagement.tasks import advance_enrolments, look_for_causes
from feedback.actions.survey import switch_survey_on
from feedback.models import Complaint, Improvement, Invitation, Response, Survey
from feedback.page_nonce import PageNonce
from feedback.tasks import install_starter_surveys
from tests.engagement.automations import buy  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
A_MONDAY = datetime(2026, 6, 1, 11, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def clock(shop) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(A_MONDAY, tick=False) as moving:
        yield moving


@pytest.fixture
def surveys(clock) -> None:
    """The shop has had its mails and surveys for a while."""
    install_starter_templates(by=None)
    install_starter_surveys()
    for key in ("purchase", "complaint"):
        switch_survey_on(Survey.objects.get(key=key), by=None)
    look_for_causes()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def wait(clock: time_machine.Traveller, **some: float) -> None:
    """Time goes by, and the clock does its rounds."""
    clock.shift(timedelta(**some))
    look_for_causes()
    advance_enrolments()


def answer(invitation: Invitation, **said: str) -> Client:
    """Somebody opens the link of a mail, thinks, and presses the button; then they still hold the page."""
    about = f"feedback.invitation:{invitation.pk}"
    link = make_link("survey", customer=invitation.customer, about=about, message=invitation.message)
    path, browser = urlsplit(link).path, Client()
    page = PageNonce.new(invitation.pk, "")
    opened = str(PageNonce(page.invitation, page.key, page.at - 9, page.chosen))
    browser.post(path, {"do": "send", "page": opened, **said}, headers={"User-Agent": "Firefox"})
    browser.post(path, {"do": "call"})
    return browser


def newest_of(customer: Customer, purpose: str) -> Message:
    return Message.objects.filter(customer=customer, purpose=purpose).latest("pk")


def test_from_a_low_score_to_a_change(clock, surveys, anna, mira, mark, buy):  # noqa: F811
    # She buys, is asked two days later, and is not happy.
    clock.shift(timedelta(minutes=10))
    buy(anna)
    wait(clock, minutes=5)
    wait(clock, days=2, minutes=5)
    answer(Invitation.objects.get(survey__kind="purchase"), score="2", why="The lid does not fit.")
    assert Response.objects.get().band == "low"

    # What she said has become a complaint with a number, and stands with whoever leads.
    complaint = Complaint.objects.get()
    assert (complaint.customer, complaint.channel, complaint.state) == (anna, "survey", "received")
    staff = signed_in(mira)
    assert "The lid does not fit." in staff.get(f"/complaints/{complaint.pk}/").text

    # Mira tells her that we heard, what we decided, and closes it.
    staff.post(f"/complaints/{complaint.pk}/move/", {"do": "mail"})
    assert newest_of(anna, "complaint_acknowledged").context["reference"] == complaint.reference
    told = {"justified": "yes", "findings": "Fired too hot.", "text": "A new teapot.", "how": "mail"}
    complaint.refresh_from_db()
    staff.post(f"/complaints/{complaint.pk}/decide/", told | {"version": complaint.version})
    assert newest_of(anna, "complaint_decision").context["answer"] == "A new teapot."
    complaint.refresh_from_db()
    end = {"end": "closed_resolved", "text": "She has it.", "how": "in_store", "justified": "yes"}
    staff.post(f"/complaints/{complaint.pk}/close/", end | {"version": complaint.version})

    # Two days later she is asked whether it is settled, and not before.
    wait(clock, days=1)
    assert not Invitation.objects.filter(survey__kind="complaint").exists()
    wait(clock, days=1, minutes=5)
    settled = Invitation.objects.get(survey__kind="complaint")
    assert settled.cause == f"feedback.complaint:{complaint.pk}"

    # It becomes a change; she wanted to hear of it, and hears once.
    about = f"feedback.complaint:{complaint.pk}"
    staff = signed_in(mira)
    staff.post("/themes/sort/", {"about": about, "wants_to_hear": "on"})
    staff.post("/improvements/new/", {"title": "Try each lid", "effort": 1, "because": about})
    improvement = Improvement.objects.get()
    manager = signed_in(mark)
    words = {"title": "Try each lid", "effort": 1, "public_words": "We try each lid.", "version": 1}
    manager.post(f"/improvements/{improvement.pk}/edit/", words)
    manager.post(f"/improvements/{improvement.pk}/move/", {"state": "done", "live_on": "2026-06-08"})
    for _ in range(2):
        manager.post(f"/improvements/{improvement.pk}/tell/")
    news = Message.objects.get(purpose="improvement_news")
    assert (news.customer, news.context["answer"]) == (anna, "We try each lid.")
    assert "The lid does not fit." in news.context["question"]

    # All of it stands on her timeline, in the order in which it was.
    lines = Interaction.objects.filter(customer=anna).order_by("at", "pk").values_list("kind", flat=True)
    assert [kind for kind in lines if kind in {"purchase", "survey_answer", "complaint"}] == [
        "purchase",
        "survey_answer",
        "complaint",
    ]
