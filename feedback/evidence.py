"""Was it a person? And what becomes of an answer when there is one already. Pure.

Programs that read mail before people do open every link, and some send forms. Evidence never loses to weaker
or equal evidence from another browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.models import Evidence, Fate

# Nobody reads a page and presses the button in less.
QUICKEST = 2.0
# Different answers to one invitation within this come from a program that tries every link.
BURST_SECONDS = 45
# Who only looks has looked so long; and mail programs look within the first minute after a mail has come.
A_LOOK = 5.0
FIRST_MINUTE = 60

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Coming:
    """What has just been sent, and the signs that came along."""

    given: Given
    page: str = ""  # the key of the opened page; empty: it came from no page of ours
    seconds: float = 0
    is_used_page: bool = False
    is_trapped: bool = False  # a field that people do not see was filled in
    was_seen: bool = True  # the browser says that the page was in sight; without script nobody can say
    was_touched: bool = False
    was_changed: bool = False  # another score than the link had chosen, or words
    is_glance: bool = False  # nobody pressed the button: the page reported that it was looked at
    is_right_after_mail: bool = False
    is_one_of_many: bool = False  # within seconds the links of other scores were opened as well
    browser: str = ""
    is_known_browser: bool = False  # it holds the cookie of whoever answered first

    @property
    def evidence(self) -> Evidence:
        """The strongest that the signs allow."""
        is_alive = self.page and not (self.is_used_page or self.is_trapped) and self.was_seen
        if not is_alive or self.seconds < QUICKEST:
            return Evidence.POSTED
        if self.is_glance:
            return Evidence.LOOKED
        if self.was_changed:
            return Evidence.WROTE
        return Evidence.TOUCHED if self.was_touched else Evidence.LOOKED

    @property
    def is_look(self) -> bool:
        """Is a glance worth keeping, as an answer that does not count?"""
        is_long = self.evidence >= Evidence.LOOKED and self.seconds >= A_LOOK
        return is_long and not self.is_right_after_mail


@dataclass(frozen=True)
class Standing:
    """The answer that is there already."""

    evidence: int
    is_confirmed: bool
    is_open: bool = True  # the time in which it may be changed is not over
    is_finished: bool = True
    given: Given = field(default_factory=dict)


def fate_of(standing: Standing | None, coming: Coming) -> Fate:
    """What becomes of it."""
    if not coming.page or (coming.is_glance and not coming.is_look):
        return Fate.TOO_SOON if coming.page else Fate.NO_PAGE
    is_sure = coming.evidence >= Evidence.LOOKED and not coming.is_glance
    if standing is None:
        return Fate.FIRST if is_sure else Fate.UNSURE
    if not standing.is_confirmed:
        return _over_a_doubtful(standing, coming, is_sure=is_sure)
    if coming.is_glance or not standing.is_open:
        return Fate.KEPT_OUT
    if coming.is_known_browser and is_sure:
        return Fate.EDIT
    # Another browser may finish what was begun, when it shows more than the first one did.
    may_finish = not standing.is_finished and coming.evidence > standing.evidence
    return Fate.EDIT if may_finish else Fate.KEPT_OUT


def _over_a_doubtful(standing: Standing, coming: Coming, *, is_sure: bool) -> Fate:
    if is_sure:
        return Fate.INSTEAD
    return Fate.UNSURE if coming.evidence > standing.evidence else Fate.KEPT_OUT
