"""A no stands until they say yes themselves, whatever files, programs and merges bring."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.shop.actions.audit import program_of_request
from crm.shop.models import User
from customers.actions.consent import Answer, NoStands, record_consent, version_of
from customers.actions.customer import create_customer
from customers.consent_state import standing, state_of
from customers.exporting import CONSENTS, _answers
from customers.filters import CustomerFilter
from customers.models import Consent, Customer
from customers.sides import customer_side, with_side
from tests.customers.actions.import_files import as_csv, run

NEWS = ("email", "news")
WORDS = "May we send you our news by e-mail?"


def say(customer: Customer, answer: bool, **more: object) -> Consent | None:
    values: dict[str, object] = {"source": "At the counter", "wording": WORDS if answer else ""}
    return record_consent(customer, Answer(*NEWS, answer, **(values | more)), by=None)  # type: ignore[arg-type]


def stands(customer: Customer) -> bool | None:
    answer = state_of(customer).get(NEWS)
    return answer.is_given if answer else None


def test_record_consent_keeps_the_words_their_version_and_the_proof(anna):
    said = say(anna, True, proof="engagement.publiclink:4")

    assert said is not None
    assert (said.wording, said.wording_version, said.proof) == (
        WORDS,
        version_of(WORDS),
        "engagement.publiclink:4",
    )
    assert say(anna, True) is None


def test_record_consent_without_words_does_not_lift_a_no(anna):
    say(anna, False)

    with pytest.raises(NoStands):
        say(anna, True, wording=" ")

    assert (stands(anna), Consent.objects.count()) == (False, 1)


def test_record_consent_by_a_program_does_not_lift_a_no(anna):
    say(anna, False)
    token = program_of_request.set("api: web shop")
    try:
        with pytest.raises(NoStands):
            say(anna, True)
    finally:
        program_of_request.reset(token)

    assert stands(anna) is False


def test_record_consent_of_tomorrow_is_of_today(anna):
    say(anna, True, at=datetime.now(UTC) + timedelta(days=1))
    say(anna, False)

    assert stands(anna) is False


def test_record_consent_in_words_is_worth_more_than_a_file(anna, mark):
    Consent.objects.create(
        customer=anna,
        channel="email",
        topic="news",
        is_given=True,
        wording="Newsletter",
        source="import till",
        at=datetime.now(UTC) - timedelta(days=1),
    )

    assert say(anna, True) is not None


START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SAYINGS = st.sampled_from(["yes", "yes without words", "no", "file yes", "file no", "program yes", "merge"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(SAYINGS, st.integers(0, 1)), max_size=8))
def test_only_a_later_yes_of_their_own_follows_a_no(shop, mark, said):
    """A plain reading says when they may be written to; every place that asks agrees with the log."""
    with transaction.atomic():
        _live_through(said, mark)
        transaction.set_rollback(True)


def _live_through(said: list[tuple[str, int]], mark: User) -> None:
    people = [create_customer({"emails": [f"{number}@b.example"]}, by=None) for number in (0, 1)]
    refused: dict[int, int] = {}
    agreed: dict[int, int] = {}
    for step, (what, number) in enumerate(said):
        place = number if number < len(people) else 0
        with time_machine.travel(START + timedelta(hours=step), tick=False):
            _happen(what, people[place], people, mark)
        if what in {"no", "file no"}:
            refused[place] = step
        elif what == "yes":
            agreed[place] = step
        elif what == "merge" and len(people) > 1:
            _pour_together(people, refused, agreed)
        for place, person in enumerate(people):
            if place in refused and agreed.get(place, -1) < refused[place]:
                assert stands(person) is False
            _everybody_agrees(person, mark)


def _happen(what: str, who: Customer, people: list[Customer], mark: User) -> None:
    try:
        if what in {"yes", "no"}:
            say(who, what == "yes")
        elif what == "yes without words":
            say(who, True, wording="")
        elif what.startswith("file"):
            address = who.emails.get().address
            rows = [{"Email": address, "Newsletter": what.removeprefix("file ")}]
            run(as_csv(rows), mark, source="web shop")
        elif what == "program yes":
            token = program_of_request.set("api: web shop")
            try:
                say(who, True)
            finally:
                program_of_request.reset(token)
        elif len(people) > 1:
            people[1].consents.update(customer=people[0])
    except NoStands:
        return


def _pour_together(people: list[Customer], *steps: dict[int, int]) -> None:
    people.pop()
    for found in steps:
        latest = max(found.values(), default=None)
        found.clear()
        if latest is not None:
            found[0] = latest


def _everybody_agrees(person: Customer, mark: User) -> None:
    """The log read in Python, the side of the page, the list's filter and the export say the same."""
    word = {True: "yes", False: "no", None: "unasked"}[stands(person)]
    from_log = standing(person.consents.all()).get(NEWS)
    side = customer_side(with_side(Customer.objects.all()).get(pk=person.pk), mark)
    shown = next(each.answer for each in side.consents if (each.channel, each.topic) == NEWS)
    found = [
        key
        for key in ("yes", "no", "unasked")
        if CustomerFilter(f"consent_email={key}").apply(Customer.objects.filter(pk=person.pk)).exists()
    ]
    exported = _answers(person)[list(CONSENTS).index(NEWS)]
    assert (from_log.is_given if from_log else None) == stands(person)
    assert (shown.is_given if shown else None) == stands(person)
    assert found == [word]
    assert (exported or "unasked") == word
