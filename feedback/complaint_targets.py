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
_SAME = range(1, 5)
# Working days by severity; the update is promised to the customer, and this is what we promise unasked.
TARGETS: Mapping[str, Mapping[int, int]] = {
    Clock.ACKNOWLEDGE: dict.fromkeys(_SAME, 1),
    Clock.ANSWER: dict.fromkeys(_SAME, 2),
    Clock.UPDATE: {1: 1, 2: 2, 3: 3, 4: 5},
    Clock.RESOLVE: {1: 1, 2: 3, 3: 5, 4: 10},
}
