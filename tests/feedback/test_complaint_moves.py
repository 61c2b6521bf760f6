"""The table of moves."""

import pytest

from feedback.complaint_moves import MOVES, endings, may_move, moves_by_button
from feedback.models import ComplaintState as State
from feedback.models.complaint import CLOSED


def test_every_state_stands_in_the_table():
    assert set(MOVES) == set(State)


def test_no_state_leads_to_itself():
    assert [state for state in State if may_move(state, state)] == []


@pytest.mark.parametrize("state", [state for state in State if state not in {State.RECEIVED, *CLOSED}])
def test_whatever_is_open_can_be_put_right(state):
    reachable, seen = {state}, set()
    while reachable - seen:
        seen |= reachable
        reachable |= {after for each in reachable for after in MOVES[each]}

    assert State.CLOSED_RESOLVED in reachable


def test_nothing_is_looked_into_before_they_know_that_we_heard():
    assert moves_by_button(State.RECEIVED) == []
    assert endings(State.RECEIVED) == [State.CLOSED_WITHDRAWN]


@pytest.mark.parametrize("state", CLOSED)
def test_what_is_closed_is_only_opened_again(state):
    assert moves_by_button(state) == []
    assert MOVES[state] <= {State.INVESTIGATING}


def test_a_rejected_offer_may_go_to_the_manager():
    assert may_move(State.REJECTED, State.ESCALATED)
    assert not may_move(State.ACCEPTED, State.ESCALATED)
