"""Improvements: from what people said to what they hear of it, once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.stale import SomebodyWasFaster
from engagement.models import Message
from feedback.actions.idea import answer_idea, leave_idea
from feedback.actions.improvement import (
    BaselineIsChosen,
    BaselineIsNotOver,
    Change,
    WhyNotIsMissing,
    add_evidence,
    add_improvement,
    drop_evidence,
    edit_improvement,
    move_improvement,
    show_improvement,
)
from feedback.actions.improvement_news import (
    NothingToTell,
    listeners_of,
    tell_listeners,
    wish_to_hear,
)
from feedback.actions.theme import sort_text
from feedback.models import Feeling, Improvement, ImprovementEvidence, ImprovementNotice
from feedback.voices import said

pytestmark = pytest.mark.django_db
CHANGE = Change(title="A second till", public_words="There is a second till now.")


@pytest.fixture
def second_till(shop) -> Improvement:
    return add_improvement(CHANGE, by=None)


@pytest.fixture
def heard(grumble, anna, waiting, mira):
    """Anna said it, it was sorted, and she wants to hear."""
    text = said(f"customers.interaction:{grumble.pk}", mira)
    sort_text(text, {waiting: Feeling.BAD}, suggested=set(), by=mira)
    wish_to_hear(text, anna, wishes=True, by=mira)
    return text


def verbs() -> list[str]:
    found = AuditEntry.objects.filter(verb__startswith="improvement.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_an_improvement_rests_on_what_was_said(waiting, mira):
    made = add_improvement(CHANGE, because=f"feedback.theme:{waiting.pk}", by=mira)
    add_evidence(made, f"feedback.theme:{waiting.pk}", by=mira)

    assert [row.about for row in made.evidence.all()] == [f"feedback.theme:{waiting.pk}"]
    drop_evidence(made, f"feedback.theme:{waiting.pk}", by=mira)
    drop_evidence(made, f"feedback.theme:{waiting.pk}", by=mira)
    assert not ImprovementEvidence.objects.exists()
    assert verbs() == ["improvement.added", "improvement.evidence_added", "improvement.evidence_dropped"]


def test_whoever_declines_says_why(second_till, mira):
    with pytest.raises(WhyNotIsMissing):
        move_improvement(second_till, "declined", by=mira, reason=" ")

    declined = move_improvement(second_till, "declined", by=mira, reason="No room.")

    assert (declined.reason, declined.decided_at is not None) == ("No room.", True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Improvement.objects.filter(pk=second_till.pk).update(reason="")


def test_the_reason_of_a_no_and_the_day_of_a_yes_can_be_put_right(second_till, mira):
    for reason in ("No room.", "No room and no till.", "No room and no till."):
        declined = move_improvement(second_till, "declined", by=mira, reason=reason)
    assert declined.reason == "No room and no till."

    for day in (date(2026, 5, 1), None, date(2026, 5, 2)):
        done = move_improvement(second_till, "done", by=mira, live_on=day)
    assert (done.live_on, done.reason) == (date(2026, 5, 2), "")
    assert verbs()[1:] == [
        "improvement.declined",
        "improvement.edited",
        "improvement.done",
        "improvement.edited",
    ]
    with pytest.raises(BaselineIsNotOver):
        move_improvement(second_till, "done", by=mira, live_on=date(2026, 4, 1))


def test_what_it_is_compared_with_is_fixed_when_it_begins(second_till, mira):
    for _turn in range(2):
        doing = move_improvement(second_till, "doing", by=mira)

    today = timezone.localdate()
    assert (doing.baseline_from, doing.baseline_until) == (today - timedelta(days=90), today)
    assert doing.baseline_chosen_at is not None
    assert verbs() == ["improvement.added", "improvement.doing"]


def test_what_it_is_compared_with_stays_once_it_is_done(second_till, mira):
    done = move_improvement(second_till, "done", by=mira, live_on=date(2026, 5, 1))
    assert done.baseline_until == date(2026, 5, 1)

    change = Change(title="T", baseline_from=date(2026, 1, 1), baseline_until=date(2026, 2, 1))
    with pytest.raises(BaselineIsChosen):
        edit_improvement(done, change, version=done.version, by=mira)


def test_edit_improvement_tells_whoever_was_slower(second_till):
    edit_improvement(second_till, Change(title="Two tills"), version=1, by=None)

    with pytest.raises(SomebodyWasFaster):
        edit_improvement(second_till, Change(title="Three"), version=1, by=None)


def test_only_what_is_decided_is_shown(second_till, mark):
    assert show_improvement(second_till, shown=True, by=mark).public_at is None

    done = move_improvement(second_till, "done", by=mark)
    show_improvement(done, shown=True, by=mark)
    show_improvement(done, shown=True, by=mark)

    assert list(Improvement.objects.public()) == [done]
    assert show_improvement(done, shown=False, by=mark).public_at is None
    assert verbs()[-2:] == ["improvement.shown", "improvement.hidden"]


def test_those_who_asked_are_told_once_in_their_own_words(second_till, heard, waiting, anna, mark):
    add_evidence(second_till, f"feedback.theme:{waiting.pk}", by=mark)
    with pytest.raises(NothingToTell):
        tell_listeners(second_till, by=mark)
    done = move_improvement(second_till, "done", by=mark)
    assert [(listener.customer, listener.said.text) for listener in listeners_of(done, mark)] == [
        (anna, "The queue was endless.")
    ]

    assert (tell_listeners(done, by=mark), tell_listeners(done, by=mark)) == (1, 0)

    mail = Message.objects.get()
    assert (mail.customer, mail.message_class) == (anna, "transactional")
    assert mail.context == {"question": "The queue was endless.", "answer": "There is a second till now."}
    assert ImprovementNotice.objects.get().about == heard.about


def test_whoever_did_not_ask_is_not_told(second_till, heard, waiting, anna, mark):
    wish_to_hear(heard, anna, wishes=False, by=mark)
    add_evidence(second_till, heard.about, by=mark)

    assert tell_listeners(move_improvement(second_till, "done", by=mark), by=mark) == 0
    assert not Message.objects.exists()


def test_an_idea_without_a_name_has_none_anywhere(mira):
    idea = leave_idea("A bell at the till.", is_nameless=True, by=mira)

    assert (idea.by, AuditEntry.objects.filter(verb="idea.left").count()) == (None, 0)


def test_an_idea_taken_up_becomes_an_improvement_once(mira, mark):
    idea = leave_idea("A bell at the till.\nA loud one.", by=mira)

    for _turn in range(2):
        answered = answer_idea(idea, answer="Yes.", is_taken=True, by=mark)

    assert (answered.state, answered.improvement.title) == ("taken", "A bell at the till.")
    assert Improvement.objects.get().evidence.get().about == f"feedback.idea:{idea.pk}"


def test_an_idea_declined_gets_its_answer(mira, mark):
    answered = answer_idea(leave_idea("Music.", by=mira), answer="Too loud.", is_taken=False, by=mark)

    assert (answered.state, answered.answer, answered.improvement) == ("declined", "Too loud.", None)
