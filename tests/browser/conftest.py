"""A real Chromium. A page that logs an error, or breaks the policy of the house, fails its test."""

import os
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as house
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from crm.embedded import browser as chromium
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer
from engagement.actions.message import Draft, plan_message
from engagement.tasks import send_letters
from tests.patience import PATIENCE, wait_until

NO_BROWSER = "no Chromium"
Open = Callable[..., Page]
# Playwright's own five seconds are too few for a busy machine.
expect.set_options(timeout=PATIENCE * 1000)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walks through every page stay as they are written: each leaves out what one before it has seen."""
    places = [number for number, item in enumerate(items) if item.path.name == "test_every_page.py"]
    walks = sorted((items[number] for number in places), key=lambda item: item.location[1] or 0)
    for number, item in zip(places, walks, strict=True):
        items[number] = item


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    found = chromium.find()
    if found is None:
        if chromium.is_required():
            pytest.fail(chromium.HOW_TO_GET_ONE, pytrace=False)
        warnings.warn(chromium.HOW_TO_GET_ONE, stacklevel=1)
        pytest.skip(NO_BROWSER)
    chromium.use_working_node()
    # Playwright's plain interface keeps an event loop in this thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found),
            args=chromium.OPTIONS,
            env=dict(os.environ) | chromium.environment(found),
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """The server of the tests finds static files by itself; WhiteNoise only wants its folder to be there."""
    Path(house.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_fetched_once() -> Iterator[None]:
    """As on a real shop: a browser asks once for each, not again with every page."""
    serve = StaticFilesHandler.serve

    def serve_for_an_hour(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(handler, request)
        answer.headers["Cache-Control"] = "max-age=3600"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_an_hour)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_left_behind(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A thread of the test's server may still hold its connection when the database goes."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def watch(context: BrowserContext, problems: list[str]) -> None:
    """Collect what goes wrong in every page of this context; a broken policy is logged as an error."""

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                problems.append(f"{page.url}: {message.text}") if message.type == "error" else None
            ),
        )

    context.on("page", listen)


@pytest.fixture
def allowed_errors() -> list[str]:
    """What this test provokes on purpose."""
    return []


@pytest.fixture
def open_as(chrome: Browser, live_server, transactional_db, allowed_errors) -> Iterator[Open]:
    """`open_as(olga, width=390, theme="dark")`: a new window in which this person is signed in."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_window(
        person: User | None, *, width: int = 1440, theme: str = "light", script: bool = True
    ) -> Page:
        context = chrome.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=script,
            reduced_motion="reduce",
            has_touch=width < 1000,
        )
        context.set_default_timeout(PATIENCE * 1000)
        watch(context, problems)
        contexts.append(context)
        if person:
            context.add_cookies([session_cookie(person, live_server.url)])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    # Before the tables are emptied, what a page had asked for is answered.
    wait_until(nobody_is_served)
    assert [problem for problem in problems if not any(word in problem for word in allowed_errors)] == []


def nobody_is_served() -> bool:
    """The test's server has a thread for each connection."""
    return not any("process_request_thread" in thread.name for thread in threading.enumerate())


def session_cookie(person: User, url: str) -> dict[str, str]:
    """Signed in as somebody a moment ago, without the sign-in page."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return {
        "name": house.SESSION_COOKIE_NAME,
        "value": client.cookies[house.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def lived_in_shop(transactional_db, olga: User, mira: User, anna: Customer, bert: Customer) -> Customer:
    """Anna with a past: visits, a call, purchases, a refund, a mail."""
    now = timezone.now()
    lines = [
        Line(product_name="Tea towel, stripes", quantity=Decimal(2), unit_price=Decimal("8.50")),
        Line(product_name="Candle, fig", quantity=Decimal(1), unit_price=Decimal("14.125")),
    ]
    for days, text, kind in (
        (0, "Looked for a present for her sister, likes the green bowls.", "visit"),
        (1, "Asked whether the mugs come back in blue.", "question"),
        (1, "Said the wrapping was lovely.", "compliment"),
        (40, "Called about the opening hours at Easter.", "call"),
    ):
        log_interaction(anna, Entry(kind=kind, at=now - timedelta(days=days, minutes=20), text=text), by=mira)
    record_purchase(Receipt(at=now - timedelta(days=40), lines=lines, currency="GBP"), customer=anna, by=mira)
    letter = Draft("letter", "transactional", "by_hand", subject="Your bowls", body="They are here.")
    plan_message(letter, customer=anna, by=mira)
    send_letters()
    return anna
