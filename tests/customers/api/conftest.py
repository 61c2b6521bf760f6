"""Programs with keys of every kind."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from crm.shop.actions.api_token import make_token
from crm.shop.models import Scope, User
from crm.shop.permissions import Role
from customers.actions.consent import Answer, record_consent
from customers.actions.interaction import Entry, log_interaction
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer, Duplicate, Merge, Segment
from engagement.actions.enquiry import Asked, open_enquiry
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.actions.message import Draft, plan_message
from engagement.actions.suppression import suppress
from engagement.actions.webhook import Target, add_webhook
from engagement.models import SuppressionReason, SuppressionScope
from feedback.actions.complaint import Taken, take_complaint
from feedback.actions.improvement import Change, add_improvement
from feedback.actions.review import log_review
from feedback.actions.review_platform import Place, add_platform
from feedback.review_reading import Written
from metrics.models import CustomerScore
from tests.conftest import anna_bell, corner_shop, person
from tests.feedback.surveys import answer_of

UNASKED: dict[str, Any] = {
    "reason": SuppressionReason.MANUAL,
    "scope": SuppressionScope.ALL_BUT_TRANSACTIONAL,
}


class Program:
    """A till or web shop: shows its key and speaks JSON."""

    def __init__(self, key: str) -> None:
        self.key, self.client = key, Client()

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """`If_Match="…"` becomes the header If-Match."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            told |= {"Authorization": f"Bearer {self.key}"}
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(
            method,
            f"/api/v1{address}",
            "" if body is None else sent,
            content_type="application/json",
            headers=told,
        )

    def get(self, address: str, **headers: str) -> Any:
        return self.ask("GET", address, **headers)

    def post(self, address: str, body: Any, **headers: str) -> Any:
        return self.ask("POST", address, body, **headers)

    def patch(self, address: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", address, body, **headers)


@pytest.fixture(autouse=True)
def _plenty(settings: Any) -> None:
    """The allowance has tests of its own."""
    settings.API_BURST = settings.API_PER_MINUTE = 1_000_000


@pytest.fixture
def program(shop: object) -> Callable[..., Program]:
    """`program(Scope.READ)` has a key that may read."""

    def with_key(*scopes: Scope, name: str = "Till") -> Program:
        return Program(make_token(name, scopes=scopes, by=None)[1])

    return with_key


@pytest.fixture
def till(program: Callable[..., Program]) -> Program:
    """A program that may do everything."""
    return program(*Scope)


@pytest.fixture
def numbers(anna: Customer, olga: User) -> dict[str, Any]:
    """One row of everything that has an address, for the tests that go through all doors."""
    return one_of_everything(anna, olga)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """A shop with one row of everything that stands until a whole file of tests has looked at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        corner_shop()
        numbers = one_of_everything(anna_bell(), person("Olga", Role.OWNER))
        # Else each test's end would check every key of it anew.
        connection.check_constraints()
        yield numbers
        transaction.set_rollback(True)


def one_of_everything(anna: Customer, olga: User) -> dict[str, Any]:
    """The number of each row, by what it is."""
    now, address = timezone.now(), anna.emails.get().address
    blocked = suppress(address, **UNASKED, source="test", by=None)
    record_consent(anna, Answer("email", "news", True, "At the counter", "May we?"), by=None)
    letter = Draft("test:1", "transactional", "test", subject="Hello", body="It is here.")
    google = add_platform(Place("google", "Google"), by=None)
    sold = Receipt(at=now, lines=[Line("Card", Decimal(1), Decimal(1))], currency="GBP")
    CustomerScore.objects.create(
        customer=anna,
        **dict.fromkeys(("first_on", "last_on", "overdue_on"), now.date()),
        **dict.fromkeys(("orders", "days", "sales", "refunded", "gap", "recency", "frequency", "money"), 1),
    )
    twins = [
        Customer.objects.create(given_name=name, card_code=name, sort_key=name.lower())
        for name in ("Nora", "Norah")
    ]
    pair = Duplicate.objects.create(
        first=twins[0], second=twins[1], strength=50, reasons=["near_name"], found_at=now
    )
    # Taken apart already: once more is no more.
    apart = Merge.objects.create(kept=twins[0], gone_number=twins[1].pk, at=now, undone_at=now)
    return {
        "webhook": add_webhook(Target("Board", "https://board.example/", ["import.applied"]), by=None)[0].pk,
        "pair": pair.pk,
        "merge": apart.pk,
        "customer": anna.pk,
        "line": log_interaction(anna, Entry(kind="call", at=now), by=None).pk,
        "purchase": record_purchase(sold, customer=None, by=None).pk,
        "follow_up": make_follow_up(anna, Promise("Call", now.date(), olga), by=None).pk,
        "enquiry": open_enquiry(Asked("Is it in?", "web", customer=anna), by=None).pk,
        "improvement": add_improvement(Change("A second till"), by=None).pk,
        "review": log_review(google, Written("Good."), by=None)[0].pk,
        "response": answer_of(anna).pk,
        "complaint": take_complaint(Taken("It leaks.", customer=anna), by=None).pk,
        "metric": "orders",
        "segment": Segment.objects.create(name="Gone", query="stage=lapsed", is_shared=True).pk,
        "message": plan_message(letter, customer=anna, by=None).pk,
        "suppression": blocked.pk,
    }
