"""Browsers of the cast, some of which have just proved who they are."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from pytest_django import DjangoDbBlocker

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


@pytest.fixture
def _trail_guarded_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shop_auditentry ENABLE TRIGGER USER")


@pytest.fixture
def real_commits(_trail_guarded_again: None, transactional_db: None) -> Iterator[None]:
    """For tests with threads: rows are committed, and emptied afterwards although the trail refuses it."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shop_auditentry DISABLE TRIGGER USER")


@pytest.fixture
def at_once() -> Callable[[int, Callable[[int], object]], list[object]]:
    """Run the same thing in many threads, all released by one barrier."""

    def run_them(count: int, work: Callable[[int], object]) -> list[object]:
        barrier = threading.Barrier(count)

        def run(number: int) -> object:
            barrier.wait()
            try:
                return work(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(run, range(count)))

    return run_them
