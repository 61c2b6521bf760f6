"""The pulse of those who work here: nobody can learn who said what."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.db import models

from crm.shop.models import AuditEntry, User
from feedback.actions.pulse import PulseIsOver, SomebodyHasAnswered, answer_pulse, ask_otherwise, begin_pulse
from feedback.models import Pulse, PulseTurn
from feedback.pulse_figures import are_enough_people, pulse_results

pytestmark = pytest.mark.django_db
MAY, JUNE = datetime(2026, 5, 20, 12, tzinfo=UTC), datetime(2026, 6, 2, 12, tzinfo=UTC)


@pytest.fixture
def people(olga, mark, mira, otto, sam) -> list[User]:
    return [olga, mark, mira, otto, sam]


@pytest.fixture
def may(shop) -> Pulse:
    with time_machine.travel(MAY):
        return begin_pulse()


def answered(pulse: Pulse, people: list[User], scores: list[int]) -> None:
    with time_machine.travel(MAY):
        for person, score in zip(people, scores, strict=False):
            answer_pulse(pulse, score, colleague=person)


def test_everybody_answers_once(may, mira):
    with time_machine.travel(MAY):
        firsts = [answer_pulse(may, score, colleague=mira) for score in (2, 5)]

    may.refresh_from_db()
    assert (firsts, may.counts) == ([True, False], [0, 1, 0, 0, 0])


def test_four_answers_are_not_shown_and_five_are(may, people):
    answered(may, people[:4], [5, 4, 4, 1])
    (before,) = pulse_results(JUNE.date())
    assert (before.bars, before.mean) == ([], None)

    answered(may, people, [5, 4, 4, 1, 1])

    (after,) = pulse_results(JUNE.date())
    assert ([count for _words, count in after.bars], after.mean) == ([1, 2, 0, 0, 2], 3.0)


def test_a_month_that_runs_shows_nothing(may, people):
    """Who looks before and after a colleague answers would know the answer."""
    answered(may, people, [5, 4, 4, 1, 1])

    assert pulse_results(MAY.date()) == []


def test_no_row_is_an_answer_and_no_row_says_when(may, people):
    """There is nothing to join: whatever points at a pulse knows only who, and no row has a time."""
    rows = [model for model in apps.get_models() if model.__name__.startswith("Pulse")]
    fields = {field.name: type(field) for model in rows for field in model._meta.concrete_fields}
    pointing = {relation.related_model for relation in Pulse._meta.related_objects}

    assert pointing == {PulseTurn}
    assert {field.name for field in PulseTurn._meta.concrete_fields} == {"id", "pulse", "user"}
    assert [name for name, kind in fields.items() if issubclass(kind, models.DateTimeField)] == []


def test_the_trail_says_nothing_of_answers(may, people):
    answered(may, people, [5, 4, 4, 1, 1])

    assert not AuditEntry.objects.exists()


def test_the_next_month_forgets_who_answered(may, people):
    answered(may, people, [5, 4, 4, 1, 1])

    with time_machine.travel(JUNE):
        june = [begin_pulse() for _turn in range(2)]
        with pytest.raises(PulseIsOver):
            answer_pulse(may, 5, colleague=people[0])

    assert (june[0], june[0].question) == (june[1], may.question)
    assert not PulseTurn.objects.exists()
    may.refresh_from_db()
    assert may.answers == 5


def test_a_question_stands_once_somebody_has_answered(may, mira, mark):
    ask_otherwise(may, "Did you get your breaks?", by=mark)
    answered(may, [mira], [3])

    with pytest.raises(SomebodyHasAnswered):
        ask_otherwise(may, "Another?", by=mark)
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["pulse.question_changed"]


def test_other_scores_are_none(may, mira):
    with time_machine.travel(MAY), pytest.raises(ValueError, match="6"):
        answer_pulse(may, 6, colleague=mira)


def test_among_four_nobody_can_hide(olga, mark, mira, otto):
    assert not are_enough_people()


def test_without_a_shop_nobody_is_asked(db):
    assert begin_pulse() is None
