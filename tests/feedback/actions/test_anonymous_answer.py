"""Anonymous means anonymous: whoever holds the whole book tries to find out who said what, and cannot."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer
from customers.models import Interaction
from engagement.models import MessageEvent, PublicLink
from feedback.actions.anonymous_answer import HIGH, ModeIsFixed, choose_mode
from feedback.actions.invitation import Asking, invite
from feedback.models import Answer, Attempt, Invitation, Response
from tests.feedback.surveys import invited

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
MIDNIGHT_IN_LONDON = datetime(2026, 5, 31, 23, 0, tzinfo=UTC)
SCORES = [1, 2, 3, 4, 5, 5, 4, 3]


@pytest.fixture
def nameless(survey):
    """After a purchase, anonymous."""
    return choose_mode(survey, is_anonymous=True, by=None)


def asked_of(survey, count):
    customers = [
        create_customer({"given_name": f"No {n}", "emails": [f"no{n}@example.org"]}, by=None)
        for n in range(count)
    ]
    return [invited(customer, survey) for customer in customers]


def answer_one_by_one(asked):
    """Each at a time of their own, from a browser of their own, in words of their own."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        for number, (each, score) in enumerate(zip(asked, SCORES, strict=True)):
            clock.shift(timedelta(hours=3, minutes=7 * number))
            sent = each.send(Client(), agent=f"Browser {number}", score=str(score), why=f"Reason {number}")
            assert (sent.status_code, sent.cookies.output()) == (302, "")


def written_together(*models):
    """What the database itself remembers of each row: which transaction wrote it, and where it lies."""
    found = {}
    for model in models:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, xmin::text FROM {model._meta.db_table}")
            found[model] = dict(cursor.fetchall())
    return found


def changed(before, now):
    """The columns of a row that say something else than before."""
    return {name for name, value in now.items() if before[name] != value}


def test_nobody_who_holds_the_book_can_join_answers_and_customers(nameless):
    asked = asked_of(nameless, len(SCORES))
    invitations, links = Invitation.objects.order_by("pk"), PublicLink.objects.order_by("pk")
    asked_before, links_before = list(invitations.values()), list(links.values())
    books = (AuditEntry, Interaction, MessageEvent, Attempt)
    lines_before = [book.objects.count() for book in books]

    answer_one_by_one(asked)

    rows = list(Response.objects.values())
    # By a link: nothing points from an answer to anybody, and nobody's rows say more than "used".
    known = {name: {row[name] for row in rows} for name in rows[0]}
    nothing = ("invitation_id", "customer_id", "staff_id", "location_id", "code_id", "device_id", "key")
    assert {name: known[name] for name in nothing} == {name: {None} for name in nothing}
    assert known["browser_hash"] == {""}
    told = [changed(*pair) for pair in zip(asked_before, invitations.values(), strict=True)]
    assert told == [{"is_used"}] * len(SCORES)
    assert list(links.values()) == links_before
    # By the books in which all else is written down, with its time.
    assert [book.objects.count() for book in books] == lines_before
    # By time: a week is all that is known.
    moments = ("created_at", "changed_at", "confirmed_at", "completed_at", "edit_until")
    assert set().union(*(known[name] for name in moments)) == {MIDNIGHT_IN_LONDON}
    # By order: the numbers are drawn by lot.
    numbers = [*Answer.objects.values_list("pk", flat=True), *known["id"]]
    assert len(numbers) == 3 * len(SCORES)
    assert min(numbers) >= HIGH


def test_nobody_learns_from_the_database_which_rows_were_written_together(nameless):
    asked = asked_of(nameless, len(SCORES))
    answer_one_by_one(asked)
    marks = written_together(Invitation, Response)

    invitations, suspects = defaultdict(set), {}
    for pk, mark in marks[Invitation].items():
        invitations[mark].add(pk)
    for pk, mark in marks[Response].items():
        suspects[pk] = len(invitations[mark])
    assert set(suspects.values()) == {len(SCORES)}


def test_no_table_holds_what_was_said_beside_who_said_it(nameless):
    """Whatever text is in the book, only the answers have it."""
    asked = asked_of(nameless, 1)
    asked[0].send(Client(), score="2", why="The zebra words")

    holding = set()
    for model in apps.get_models():
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(f'SELECT 1 FROM "{table}" AS t WHERE t::text LIKE %s', ["%zebra%"])
            if cursor.fetchone():
                holding.add(model.__name__)
    assert holding == {"Response", "Answer"}


def test_an_anonymous_answer_is_given_once_and_cannot_be_changed(nameless, anna):
    asked, browser = invited(anna, nameless), Client()
    assert "Anonymous: nobody" in browser.get(asked.path).text

    asked.send(browser, score="2")
    again = asked.send(browser, score="5")

    assert "nobody can change it" in again.text
    assert Response.objects.get().score == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"why": "Half an answer"}, "One thing is still open"),
        ({}, "Please choose an answer first"),
        ({"score": "4", "page": "forged"}, "open for a long time"),
    ],
)
def test_what_is_not_whole_or_not_sure_is_forgotten(nameless, anna, sent, words):
    asked = invited(anna, nameless)

    answer = asked.send(Client(), **sent)

    assert (answer.status_code, words in answer.text) == (422, True)
    assert not any(model.objects.exists() for model in (Response, Attempt, Answer))
    assert not Invitation.objects.get().is_used


def test_an_anonymous_glance_leaves_nothing(nameless, anna):
    assert invited(anna, nameless).send(Client(), do="glance", score="4").status_code == 204
    assert not any(model.objects.exists() for model in (Response, Attempt))


def test_choose_mode_is_fixed_with_the_first_invitation(survey, anna, mark):
    choose_mode(survey, is_anonymous=True, by=mark)
    choose_mode(survey, is_anonymous=True, by=mark)
    choose_mode(survey, is_anonymous=False, by=mark)
    invite(anna, survey, Asking("customers.purchase:1"), by=None)

    with pytest.raises(ModeIsFixed):
        choose_mode(survey, is_anonymous=True, by=mark)
    verbs = AuditEntry.objects.filter(actor="Mark").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["survey.made_anonymous", "survey.made_confidential"]
