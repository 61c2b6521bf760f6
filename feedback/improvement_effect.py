"""Before and after, as counts: the days that were chosen beforehand, and as many since it is so."""

from dataclasses import dataclass
from datetime import date

from feedback.models import Improvement
from feedback.watched import Counted, count_watched, words_for


@dataclass(frozen=True)
class Effect:
    """What was watched, and its counts; what they prove is for the figures upstairs."""

    words: str
    before: Counted | None
    after: Counted | None
    last_on: date | None = None  # of the days since


def effect_of(improvement: Improvement, today: date) -> Effect | None:
    """None where nothing was chosen, or is no longer there."""
    words = words_for(improvement.watched) if improvement.watched else ""
    first, last = improvement.baseline_from, improvement.baseline_until
    if not words or first is None or last is None:
        return Effect(words, None, None) if words else None
    before = count_watched(improvement.watched, first, last)
    since = improvement.live_on
    if since is None or since > today:
        return Effect(words, before, None)
    until = min(today, since + (last - first))
    return Effect(words, before, count_watched(improvement.watched, since, until), until)
