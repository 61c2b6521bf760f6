"""Surveys that are on, and customers who were asked."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.test import Client

from crm.shop.models import ShopSettings
from customers.actions.customer import create_customer
from customers.models import Customer
from engagement.public_links import make_link
from feedback.actions.invitation import Asking, invite
from feedback.actions.response import record_answer
from feedback.actions.survey import (
    install_starter_surveys,
    publish_survey,
    switch_survey_on,
    translate_survey,
)
from feedback.evidence import Coming
from feedback.looks import LOOKS
from feedback.models import AnswerChannel, Invitation, Response, Survey
from feedback.page_nonce import PageNonce
from feedback.views.code_public import ANSWERS
from feedback.views.survey_public import LINKS


@pytest.fixture(autouse=True)
def nobody_knocked() -> None:
    LINKS.forget()
    ANSWERS.forget()
    LOOKS.forget()


@pytest.fixture
def survey(shop: ShopSettings) -> Survey:
    """After a purchase: 1 to 5, and why."""
    install_starter_surveys(by=None)
    return switch_survey_on(Survey.objects.get(key="purchase"), by=None)


def answer_of(customer: Customer) -> Response:
    """A low answer of theirs to a survey that is on."""
    install_starter_surveys(by=None)
    survey = switch_survey_on(Survey.objects.get(key="purchase"), by=None)
    invitation = invite(customer, survey, Asking("customers.purchase:1"), by=None)
    coming = Coming(given={"score": 2, "why": "Too warm"}, page="p", seconds=9, was_changed=True)
    response = record_answer(invitation, coming).response
    assert response is not None
    return response


def given(survey: Survey, score: int, **where: object) -> Response:
    """Somebody's answer that counts; where, and served by whom."""
    number = Response.objects.count()
    who = create_customer({"given_name": f"Guest {number}", "emails": [f"g{number}@example.org"]}, by=None)
    invitation = invite(who, survey, Asking("given"), by=None)
    channel = where.pop("channel", AnswerChannel.MAIL)
    for name, value in where.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=where)
    coming = Coming(given={"score": score}, page="p", seconds=9, was_touched=True)
    response = record_answer(invitation, coming).response
    assert response is not None
    Response.objects.filter(pk=response.pk).update(channel=channel)
    return response


def promised(survey: Survey, **gift: object) -> Survey:
    """The survey, published with a promise for answering."""
    Survey.objects.filter(pk=survey.pk).update(gift=gift)
    publish_survey(survey, by=None)
    return Survey.objects.select_related("current").get(pk=survey.pk)


def german(survey: Survey) -> Survey:
    """The survey, published, with every text put into a German of sorts."""
    says = {key: f"DE {text}" for key, text in survey.texts.items()} | {"mail_body": "[[survey]]"}
    publish_survey(translate_survey(survey, "de", says, version=survey.version, by=None), by=None)
    return Survey.objects.select_related("current").get(pk=survey.pk)


@dataclass
class Asked:
    """An invitation and the page behind its link, with a browser of its own."""

    invitation: Invitation
    path: str

    def page(self, *, seconds: float = 5.1, chosen: str = "") -> str:
        """The mark of a page that was opened so long ago: more than five seconds, also when it is rounded."""
        fresh = PageNonce.new(self.invitation.pk, chosen)
        return str(PageNonce(fresh.about, fresh.key, fresh.at - seconds, fresh.chosen))

    def send(self, browser: Client, *, page: str | None = None, agent: str = "Firefox", **answers: str):
        """Press the button."""
        sent = {"do": "send", "page": self.page() if page is None else page, **answers}
        return browser.post(self.path, sent, headers={"User-Agent": agent})


@pytest.fixture
def ask(survey: Survey) -> Callable[..., Asked]:
    """`ask(anna)`: invited, and holding the link."""

    return lambda customer: invited(customer, survey)


def invited(customer: Customer, survey: Survey) -> Asked:
    """An invitation with its link, as the mail holds it."""
    invitation = invite(customer, survey, Asking("customers.purchase:1"), by=None)
    about = f"feedback.invitation:{invitation.pk}"
    link = make_link("survey", customer=customer, about=about, message=invitation.message)
    return Asked(invitation, urlsplit(link).path)


@pytest.fixture
def asked(ask: Callable[..., Asked], anna: Customer) -> Asked:
    return ask(anna)


@pytest.fixture
def stranger() -> Client:
    """A browser or a robot: no cookie, no token."""
    return Client(enforce_csrf_checks=True)
