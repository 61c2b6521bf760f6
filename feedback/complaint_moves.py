"""The table of moves: from which state a complaint may go where. Pure."""

from collections.abc import Mapping

from feedback.models import ComplaintState as State

_WORK = frozenset(
    {State.ASSESSING, State.INVESTIGATING, State.WAITING_CUSTOMER, State.WAITING_SUPPLIER, State.OFFERED}
)
_END = frozenset({State.CLOSED_RESOLVED, State.CLOSED_UNRESOLVED, State.CLOSED_WITHDRAWN, State.MERGED})
# Nothing is looked into before they know that we heard them; they may take it back at any time.
MOVES: Mapping[str, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACKNOWLEDGED, State.CLOSED_WITHDRAWN, State.MERGED}),
    State.ACKNOWLEDGED: _WORK | _END,
    State.ASSESSING: (_WORK | _END) - {State.ASSESSING},
    State.INVESTIGATING: (_WORK | _END) - {State.ASSESSING, State.INVESTIGATING},
    State.WAITING_CUSTOMER: (_WORK | _END) - {State.ASSESSING, State.WAITING_CUSTOMER},
    State.WAITING_SUPPLIER: (_WORK | _END) - {State.ASSESSING, State.WAITING_SUPPLIER},
    State.OFFERED: frozenset({State.ACCEPTED, State.REJECTED, State.INVESTIGATING, State.WAITING_CUSTOMER})
    | _END,
    State.ACCEPTED: frozenset({State.CLOSED_RESOLVED, State.INVESTIGATING, State.MERGED}),
    State.REJECTED: frozenset({State.ESCALATED, State.OFFERED, State.INVESTIGATING}) | _END,
    State.ESCALATED: frozenset({State.OFFERED, State.INVESTIGATING}) | _END,
    State.CLOSED_RESOLVED: frozenset({State.INVESTIGATING}),
    State.CLOSED_UNRESOLVED: frozenset({State.INVESTIGATING}),
    State.CLOSED_WITHDRAWN: frozenset({State.INVESTIGATING}),
    State.MERGED: frozenset(),
}
# What has a form of its own: being told, being decided, being closed and being opened again.
BY_BUTTON = (
    State.ASSESSING,
    State.INVESTIGATING,
    State.WAITING_CUSTOMER,
    State.WAITING_SUPPLIER,
    State.OFFERED,
    State.ACCEPTED,
    State.REJECTED,
    State.ESCALATED,
)


def may_move(before: str, after: str) -> bool:
    """Does the table have this step?"""
    return after in MOVES[before]


def moves_by_button(state: str) -> list[State]:
    """Where one tap may take it, in the order of the work."""
    return [after for after in BY_BUTTON if after in MOVES[state] and state not in _END]


def endings(state: str) -> list[State]:
    """How it may be closed from here."""
    return [
        after
        for after in (State.CLOSED_RESOLVED, State.CLOSED_UNRESOLVED, State.CLOSED_WITHDRAWN)
        if after in MOVES[state]
    ]
