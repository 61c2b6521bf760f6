"""Many mails to many people: asked about together, and still each as if it were alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.shop.models import OpeningWindow
from customers.actions.consent import Answer, record_consent
from customers.models import Consent, Customer, Email
from engagement import delivery
from engagement.actions.sending import mark_sent
from engagement.actions.suppression import suppress
from engagement.models import Message
from engagement.tasks import send_bulk
from tests.engagement.conftest import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_every_hour")]
LONG_AGO = timedelta(days=40)


@pytest.fixture
def at_every_hour(counter) -> None:
    """A shop that never shuts: caps and the arbiter are asked all the same."""
    for day in range(7):
        OpeningWindow.objects.create(location=counter, weekday=day, opens="00:00", closes="23:59:59")


@pytest.fixture
def crowd(shop, sink) -> list[Customer]:
    """Six people who wanted news long ago."""
    people = [Customer.objects.create(given_name=f"Ann{number}") for number in range(6)]
    for person in people:
        Email.objects.create(customer=person, address=f"{person.given_name.lower()}@example.org")
        record_consent(person, Answer("email", "news", is_given=True, source="till"), by=None)
    Consent.objects.update(recorded_at=timezone.now() - LONG_AGO)
    return people


@pytest.fixture
def news(plan) -> Callable[[Customer], Message]:
    return lambda person: plan("marketing", customer=person)


@pytest.fixture
def after_the_first(monkeypatch) -> Callable[[Callable[[], object]], None]:
    """`after_the_first(does)`: this happens when one mail has left and the next was looked at already."""

    def arrange(does: Callable[[], object]) -> None:
        rest = [does]

        def mark_and_do(*told: object, **more: object) -> None:
            mark_sent(*told, **more)
            while rest:
                rest.pop()()

        monkeypatch.setattr(delivery, "mark_sent", mark_and_do)

    return arrange


def test_a_mail_more_takes_few_questions_more(crowd, news):
    def questions(people: list[Customer]) -> int:
        for person in people:
            news(person)
        with CaptureQueriesContext(connection) as asked:
            send_bulk()
        return len(asked)

    questions(crowd[:1])

    # Each: claimed, written down with its link, the last look, sent with its line.
    assert questions(crowd[2:]) - questions(crowd[1:2]) == 3 * 4


def test_two_to_one_person_are_still_one_a_day(crowd, news, sink):
    first, second = news(crowd[0]), news(crowd[0])

    send_bulk()

    assert (again(first).state, again(second).state, len(sink.mails)) == ("sent", "planned", 1)
    assert again(second).not_before > timezone.now() + timedelta(hours=20)


def say_no(person: Customer) -> None:
    record_consent(person, Answer("email", "news", is_given=False, source="till"), by=None)


def be_suppressed(person: Customer) -> None:
    suppress(person.emails.get().address, reason="manual", scope="unasked", source="by hand", by=None)


def want_quiet(person: Customer) -> None:
    Customer.objects.filter(pk=person.pk).update(do_not_disturb_since=timezone.now())


def lose_the_address(person: Customer) -> None:
    person.emails.all().delete()


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (say_no, "opted_out"),
        (be_suppressed, "suppressed"),
        (want_quiet, "do_not_disturb"),
        (lose_the_address, "no_address"),
    ],
)
def test_what_happens_after_the_look_ahead_counts(crowd, news, sink, after_the_first, happens, reason):
    _first, second = news(crowd[0]), news(crowd[1])
    after_the_first(lambda: happens(crowd[1]))

    send_bulk()

    assert (again(second).skip_reason, len(sink.mails)) == (reason, 1)


def test_it_goes_to_the_address_of_this_moment(crowd, news, sink, after_the_first):
    news(crowd[0])
    news(crowd[1])
    after_the_first(lambda: crowd[1].emails.update(address="moved@example.org"))

    send_bulk()

    to = [mail["To"].addresses[0].addr_spec for mail in sink.mails]
    assert to == ["ann0@example.org", "moved@example.org"]
