"""What may be shown of a pulse: of months that are over, and of five answers or more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from crm.shop.models import User
from crm.shop.permissions import Permission
from feedback.models import Pulse
from feedback.models.pulse import FEWEST, SCORES
from feedback.questions import STAR_WORDS

MOST = 12


@dataclass(frozen=True)
class PulseResult:
    """One month: how many answered, and where these are enough, what they said."""

    pulse: Pulse

    @property
    def bars(self) -> Sequence[tuple[str | Promise, int]]:
        """(words, how often), from very good to very bad; nothing of fewer than five."""
        if self.pulse.is_few:
            return []
        return [*zip(STAR_WORDS, self.pulse.counts, strict=True)][::-1]

    @property
    def mean(self) -> float | None:
        if self.pulse.is_few:
            return None
        counts = zip(SCORES, self.pulse.counts, strict=True)
        return round(sum(score * count for score, count in counts) / self.pulse.answers, 1)


def pulse_results(on: date) -> list[PulseResult]:
    """The last months, the newest first; never the one that runs."""
    return [PulseResult(pulse) for pulse in Pulse.objects.over(on)[:MOST]]


def are_enough_people() -> bool:
    """Where fewer than five could answer, nobody is asked."""
    people: list[User] = [each for each in User.objects.active() if each.can(Permission.PULSE_ANSWER)]
    return len(people) >= FEWEST
