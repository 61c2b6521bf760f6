"""The figure of a survey apart: for each place, and for each colleague."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from feedback.models import AnswerChannel, Survey
from feedback.models.response import ResponseQuerySet
from feedback.questions import Question
from feedback.result_filter import UNKNOWN, ResultFilter, may_see_staff
from feedback.result_trend import Trend
from feedback.results import Figure, answers_of, figure_of

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """The answers of one place or one colleague."""

    key: str
    address: str  # of the page with these answers alone
    words: str | Promise
    figure: Figure
    trend: Trend
    is_chosen: bool  # the page is about these alone


@dataclass(frozen=True)
class Split:
    """One way to take the answers apart."""

    words: str | Promise
    parts: list[Part]
    least: int = 0  # it needs more parts than this

    @property
    def tells_something(self) -> bool:
        """What nobody knows says nothing."""
        known = [part for part in self.parts if part.key != UNKNOWN]
        return len(known) > self.least


@dataclass(frozen=True)
class Way:
    """A way to take answers apart: by a column, with the words for a value; `name` stands in the address."""

    name: str
    words: str | Promise
    column: str
    label: str
    say: Callable[[str], str | Promise] = str
    may_see: Callable[[User, str], bool] = lambda _user, _key: True


WAYS = [
    Way("channel", _("By channel"), "channel", "channel", lambda value: AnswerChannel(value).label),
    Way("place", _("By place"), "location", "location__name"),
    Way(
        "staff",
        _("By who served them"),
        "staff",
        "staff__name",
        may_see=lambda user, key: may_see_staff(user) or key == str(user.pk),
    ),
]
NOT_KNOWN = _("not known")


@dataclass
class _Heap:
    """What was counted for one value."""

    words: str | Promise
    now: dict[int | None, int] = field(default_factory=lambda: defaultdict(int))
    before: dict[int | None, int] = field(default_factory=lambda: defaultdict(int))


def splits_of(survey: Survey, wanted: ResultFilter, *, user: User, now: datetime) -> list[Split]:
    """Apart in every way there is to tell; a way in which nothing is known is left out."""
    score = survey.current.score if survey.current else None
    if score is None:  # words have no figure
        return []
    answers = answers_of(survey).counting().exclude(score=None)
    rows = _counted(wanted.lately(answers, now)), _counted(wanted.before(answers, now))
    found = []
    for way in WAYS:
        lately, before = (_beside(way, wanted, each) for each in rows)
        parts = _parts(_heaps(way, lately, before, user), score, way, wanted)
        found.append(Split(way.words, parts, least=1 if way.column == "channel" else 0))
    return [split for split in found if _may_stand(split, survey)]


def _beside(way: Way, wanted: ResultFilter, rows: Rows) -> Rows:
    """All channels stand side by side in a table of their own; in every other stands one."""
    is_all = way.column == "channel" or not wanted.channel
    return [row for row in rows if is_all or row["channel"] == wanted.channel]


def _may_stand(split: Split, survey: Survey) -> bool:
    """It tells something; and of people without names never so few that one could be known."""
    are_enough = all(not part.figure.is_few for part in split.parts)
    return split.tells_something and (are_enough or not survey.is_anonymous)


def _counted(answers: ResponseQuerySet) -> list[dict[str, Any]]:
    """Each customer once for a channel: where they were, and who served them, when they last answered."""
    columns = {column for way in WAYS for column in (way.column, way.label)}
    return list(answers.latest_of_each().values(*sorted(columns), "score").annotate(n=Count("pk")).order_by())


def _heaps(way: Way, lately: Rows, before: Rows, user: User) -> dict[str, _Heap]:
    heaps: dict[str, _Heap] = {}
    for rows, is_now in ((lately, True), (before, False)):
        for row in rows:
            key = UNKNOWN if row[way.column] is None else str(row[way.column])
            if way.may_see(user, key):
                words = NOT_KNOWN if key == UNKNOWN else way.say(row[way.label])
                heap = heaps.setdefault(key, _Heap(words))
                (heap.now if is_now else heap.before)[row["score"]] += row["n"]
    return heaps


def _parts(heaps: dict[str, _Heap], score: Question, way: Way, wanted: ResultFilter) -> list[Part]:
    """The largest first, and what nobody knows last."""
    parts = []
    for key, heap in heaps.items():
        figure = figure_of(score, heap.now)
        trend = Trend(figure, figure_of(score, heap.before))
        is_chosen = getattr(wanted, way.name) == key
        is_freed = is_chosen and way.column != "channel"
        address = wanted.address(**{way.name: "" if is_freed else key})
        parts.append(Part(key, address, heap.words, figure, trend, is_chosen))
    return sorted(parts, key=lambda part: (part.key == UNKNOWN, -part.figure.n, str(part.words)))
