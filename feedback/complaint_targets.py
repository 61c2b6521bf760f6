"""How soon a complaint is to be acknowledged, answered and put right: in working days. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Clock(StrEnum):
    """The four clocks of a complaint, in the order in which they usually end."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    UPDATE = "update"
    RESOLVE = "resolve"


CLOCK_WORDS: Mapping[str, Promise] = {
    Clock.ACKNOWLEDGE: _("Tell them that we heard"),
    Clock.ANSWER: _("First answer"),
    Clock.UPDATE: _("Next news"),
    Clock.RESOLVE: _("Put it right"),
}
# Working days of a clock, by severity.
Targets = Mapping[str, Mapping[int, int]]
SEVERITIES = range(1, 5)
MOST_DAYS = 60
# A customer who has the ball is asked again after so many working days; the last notice gives them more.
ASK_AFTER, NOTICE_DAYS = 3, 5
# Where the shop says nothing else; the update is promised to the customer, and this is promised unasked.
TARGETS: Targets = {
    Clock.ACKNOWLEDGE: dict.fromkeys(SEVERITIES, 1),
    Clock.ANSWER: dict.fromkeys(SEVERITIES, 2),
    Clock.UPDATE: {1: 1, 2: 2, 3: 3, 4: 5},
    Clock.RESOLVE: {1: 1, 2: 3, 3: 5, 4: 10},
}


def targets_of(chosen: Mapping[str, Mapping[str, int]]) -> Targets:
    """What the shop chose, as it is kept; where it chose nothing, as in a new shop."""
    return {
        clock: {severity: chosen.get(clock, {}).get(str(severity), days) for severity, days in usual.items()}
        for clock, usual in TARGETS.items()
    }


def as_kept(targets: Targets) -> dict[str, dict[str, int]]:
    """The same in a shape that the database keeps."""
    return {
        str(clock): {str(severity): days for severity, days in by_severity.items()}
        for clock, by_severity in targets.items()
    }
