"""From a purchase to the page that says what came of it, as the clock and the people of the shop go."""

from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from customers.actions.purchase import Line, Receipt, record_purchase
from engagement import tasks
from engagement.models import Message
from engagement.public_links import make_link
from feedback.actions.survey import install_starter_surveys, switch_survey_on
from feedback.models import Complaint, Improvement, Invitation, Response, Survey
from feedback.voices import said
from tests.feedback.surveys import Asked, nobody_knocked  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
STORY = "The teapot leaks since the first day."
MOVES = (
    ("update", {}),
    ("decide", {"justified": "yes", "findings": "A crack in the spout."}),
    ("close", {"end": "closed_resolved", "justified": "yes"}),
)
DONE = "Every pot of that kiln is filled with water before it goes on the shelf."


def days_later(clock: time_machine.Traveller, days: float) -> datetime:
    """The clock stands some days on, and looks at what is to be done."""
    clock.shift(timedelta(days=days))
    tasks.look_for_causes()
    tasks.advance_enrolments()
    return timezone.now()


def held(invitation: Invitation) -> Asked:
    """The link, as their mail holds it."""
    about, customer = f"feedback.invitation:{invitation.pk}", invitation.customer
    link = make_link("survey", customer=customer, about=about, message=invitation.message)
    return Asked(invitation, urlsplit(link).path)


def as_one_of_us(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def test_from_a_purchase_to_you_said_we_did(shop, anna, mira, mark, olga):
    with time_machine.travel(
        datetime(2026, 3, 3, 11, tzinfo=timezone.get_current_timezone()), tick=False
    ) as clock:
        install_starter_surveys(by=None)
        for key in ("purchase", "complaint"):
            switch_survey_on(Survey.objects.get(key=key), by=olga)
        stranger = Client(enforce_csrf_checks=True)

        # She buys a pot, and is asked how it was two days later.
        days_later(clock, 0.1)
        pot = Line("Teapot", Decimal(1), Decimal(30))
        record_purchase(Receipt(at=timezone.now(), lines=[pot], currency="GBP"), customer=anna, by=mira)
        days_later(clock, 0.01)
        days_later(clock, 2.1)
        asked = held(Invitation.objects.get())

        # A person answers, and asks to be rung: that is a complaint.
        asked.send(stranger, score="1", why=STORY)
        stranger.post(asked.path, {"do": "call"})
        answer, complaint = Response.objects.get(), Complaint.objects.get()
        assert (answer.band, complaint.customer, STORY in complaint.story) == ("low", anna, True)

        # It is heard, decided and put right; then she is asked whether it is settled.
        manager = as_one_of_us(mark)
        for move, told in MOVES:
            complaint.refresh_from_db()
            sent = {"text": "A new pot, of course.", "how": "phone", "version": complaint.version, **told}
            response = manager.post(f"/complaints/{complaint.pk}/{move}/", sent)
            assert response.status_code == 302, (move, response.status_code)
        days_later(clock, 0.01)
        days_later(clock, 2.1)
        assert Invitation.objects.filter(survey__kind="complaint", customer=anna).exists()

        # What she said is sorted; she wants to hear what comes of it.
        staff, manager = as_one_of_us(mira), as_one_of_us(mark)
        manager.post("/themes/starters/")
        about = f"feedback.response:{answer.pk}"
        form = staff.get("/themes/sort/", {"about": about}).context["form"]
        suggested = {
            name: value for name, value in form.initial.items() if name.startswith("theme-") and value
        }
        assert [form.themes[pk].name for pk in form.suggested] == ["Quality"]
        staff.post("/themes/sort/", {"about": about, "wants_to_hear": "on", **suggested})

        # It becomes a change, is done, and everybody may read it; she is told once, in her own words.
        theme = next(iter(form.suggested))
        typed = {
            "title": "Fill every pot",
            "effort": 2,
            "public_words": DONE,
            "because": f"feedback.theme:{theme}",
        }
        staff.post("/improvements/new/", typed)
        change = Improvement.objects.get()
        staff.post(f"/improvements/{change.pk}/move/", {"state": "done"})
        manager.post(f"/improvements/{change.pk}/show/", {"do": "show"})
        for _turn in range(2):
            manager.post(f"/improvements/{change.pk}/tell/")

        assert DONE in stranger.get("/you-said-we-did/").text
        mail = Message.objects.get(purpose="improvement_news")
        assert (mail.customer, mail.context["question"]) == (anna, said(about, mark).text)
