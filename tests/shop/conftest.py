"""Browsers of the cast, some of which have just proved who they are."""

from collections.abc import Callable

import pytest
from django.test import Client

from crm.shop.actions.job import claim_job, run_claimed_job
from crm.shop.actions.till import enrol_tablet, note_full_sign_in, set_pin
from crm.shop.models import Device, Job, User
from crm.shop.tablet import COOKIE

PASSWORD = "correct horse battery staple"
TOKEN = "a token that only this tablet holds"


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def proven(browser: Callable[[User], Client]) -> Callable[[User], Client]:
    """The same, with the password shown again a moment ago."""

    def signed_in(person: User) -> Client:
        client = browser(person)
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        return client

    return signed_in


@pytest.fixture
def tablet(mark: User) -> Device:
    """A till tablet somebody has signed in on today."""
    device = enrol_tablet("Counter", token=TOKEN, location=None, by=mark)
    note_full_sign_in(device, by=mark)
    return device


@pytest.fixture
def at_the_till(tablet: Device) -> Client:
    """The tablet's browser, with nobody signed in."""
    client = Client()
    client.cookies[COOKIE] = TOKEN
    return client


@pytest.fixture
def mira_with_pin(mira: User) -> User:
    set_pin(mira, "4711", by=mira)
    mira.refresh_from_db()
    return mira


@pytest.fixture
def waiting_jobs(db: None) -> Callable[[], None]:
    """Do what is waiting, as the worker would."""

    def do_them() -> None:
        for job in Job.objects.all():
            if claimed := claim_job(job.pk):
                run_claimed_job(claimed)

    return do_them
