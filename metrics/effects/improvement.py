"""Before and after an improvement, on the days that were chosen beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.figures.change import Change
from crm.figures.limits import Figure
from crm.figures.share import SMALL
from crm.figures.verdict import Verdict
from feedback.models import Improvement
from feedback.watched import SURVEY, words_for
from metrics.effects.compared import Compared
from metrics.effects.gauge import Gauge, gauge_of
from metrics.effects.mix import moved_channels
from metrics.models import Basis
from metrics.period import Period


@dataclass(frozen=True)
class ImprovementEffect:
    """What was watched, and what may be said."""

    improvement: Improvement
    words: str
    before: Period | None = None
    since: Period | None = None  # until today, or until as many days are over
    ends: date | None = None
    is_over: bool = False
    compared: Compared | None = None
    season: Compared | None = None  # the same days a year earlier
    was_bad: bool = False  # the days before were worse than those before them
    other_ways: Sequence[str] = ()  # by which clearly more or fewer answers came than before

    @property
    def basis(self) -> Basis:
        return Basis.BEFORE if self.compared else Basis.NONE

    @property
    def verdict(self) -> Verdict:
        """Not before the days that were chosen are over: who looks every day finds something one day."""
        if self.compared is None or not self.is_over:
            return Verdict.TOO_EARLY
        return self.compared.verdict

    @property
    def beyond_season(self) -> Figure | None:
        """The difference in differences: what changed, less what changed on the same days a year earlier."""
        if self.compared is None or self.season is None:
            return None
        return Change(self.compared.change, self.season.change)


def effect_of_improvement(improvement: Improvement, today: date) -> ImprovementEffect:
    """As of today."""
    words = words_for(improvement.watched) if improvement.watched else ""
    first, last, live_on = improvement.baseline_from, improvement.baseline_until, improvement.live_on
    if not words or first is None or last is None:
        return ImprovementEffect(improvement, words)
    before = Period(first, last)
    if live_on is None or live_on > today:
        return ImprovementEffect(improvement, words, before)
    gauge, ends = gauge_of(improvement.watched), live_on + (last - first)
    since = Period(live_on, min(today, ends))
    return ImprovementEffect(
        improvement,
        words,
        before,
        since,
        ends,
        today > ends,
        gauge.compare(since, before),
        _season(gauge, since, before),
        _was_bad(gauge, before),
        _other_ways(improvement.watched, since, before),
    )


def _other_ways(key: str, since: Period, before: Period) -> list[str]:
    """Only answers to a survey come in different ways."""
    kind, _colon, number = key.partition(":")
    return moved_channels(int(number), since, before) if kind == SURVEY else []


def _season(gauge: Gauge, since: Period, before: Period) -> Compared | None:
    """None while there was too little a year earlier."""
    compared = gauge.compare(since.year_before(), before.year_before())
    return compared if compared.change.n >= SMALL else None


def _was_bad(gauge: Gauge, before: Period) -> bool:
    """Bad days are followed by better ones of their own accord."""
    earlier = before.before()
    return earlier is not None and gauge.compare(before, earlier).verdict == Verdict.WORSE
