"""Taking an answer down: the first in one statement, and whoever was not the first after all in turn."""

import pytest

from crm.shop.models import AuditEntry
from customers.models import Interaction
from feedback.actions.response import Taken, record_answer
from feedback.evidence import Coming
from feedback.models import Attempt, Fate, Response
from tests.written import written

NUMBERS = (9_001, 9_002)
NAMES_AND_TIMES = {"id", "invitation_id", "customer_id", "browser_hash", "confirmed_at", "completed_at"}
NAMES_AND_TIMES |= {"changed_at", "edit_until", "created_at"}


def coming(score: int, page: str, **signs: object) -> Coming:
    """Somebody who read the page and touched it, in a browser called after the page."""
    told = {"seconds": 9.0, "was_touched": True, "browser": page, **signs}
    return Coming(given={"score": score, "why": f"Score {score}"}, page=page, **told)


def send(asked, what: Coming, **how: object) -> Taken:
    return record_answer(asked.invitation, what, through=asked.invitation.message_id, **how)


def test_record_answer_with_numbers_writes_what_it_writes_without(asked, ask, bert):
    other = ask(bert)

    first = send(asked, coming(4, "a"), numbers=NUMBERS)
    turn = send(other, coming(4, "b"))

    assert (first.fate, turn.fate, first.response.pk) == (Fate.FIRST, Fate.FIRST, NUMBERS[0])
    kept = [
        {name: value for name, value in row.items() if name not in NAMES_AND_TIMES}
        for row in Response.objects.order_by("-pk").values()
    ]
    assert kept[0] == kept[1]
    assert Response.objects.get(pk=NUMBERS[0]).answers.count() == turn.response.answers.count() == 2
    lines = Interaction.objects.filter(kind="survey_answer").values_list("pk", "about", "text")
    assert (NUMBERS[1], f"feedback.response:{NUMBERS[0]}", turn.response.in_one_line) in set(lines)
    assert AuditEntry.objects.filter(verb="response.given").count() == 2


@pytest.mark.parametrize("in_between", ["before we wrote", "the very same"])
def test_record_answer_that_somebody_was_quicker_than_changes_nothing(asked, in_between):
    quicker = send(asked, coming(5, "a"))
    before = written(beside=frozenset({"feedback_attempt"}))
    late = coming(5, "a") if in_between == "the very same" else coming(1, "b")

    told = send(asked, late, numbers=NUMBERS)

    assert told.response == quicker.response
    assert written(beside=frozenset({"feedback_attempt"})) == before
    assert Response.objects.get().score == 5
    kept_out = [] if in_between == "the very same" else [Fate.KEPT_OUT]
    assert list(Attempt.objects.values_list("fate", flat=True)) == [Fate.FIRST, *kept_out]


def test_record_answer_over_a_doubtful_one_that_came_meanwhile_counts(asked):
    doubtful = send(asked, coming(1, "a", seconds=0.5))

    sure = send(asked, coming(4, "b"), numbers=NUMBERS)

    assert (doubtful.fate, sure.fate) == (Fate.UNSURE, Fate.INSTEAD)
    assert Response.objects.get().score == 4


@pytest.mark.parametrize("signs", [{"seconds": 0.5}, {"is_glance": True}])
def test_record_answer_that_may_be_a_robots_is_weighed_in_turn(asked, signs):
    told = send(asked, coming(4, "a", **signs), numbers=NUMBERS)

    assert told.fate == Fate.UNSURE
    assert not Response.objects.confirmed().exists()
