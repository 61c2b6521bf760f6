"""What the answers to a survey add up to: the figure with its interval, the scale, the months."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, TextField
from django.db.models.functions import TruncMonth

from crm.figures.promoters import PromoterScore
from crm.figures.share import Share
from feedback.models import Answer, AnswerChannel, Response, Survey, SurveyVersion
from feedback.models.response import FEW_WITHOUT_NAMES, ResponseQuerySet
from feedback.questions import Question, Shape
from feedback.result_filter import ResultFilter

SATISFIED = 4  # of 1 to 5
LATELY = timedelta(days=90)
Scores = Mapping[int | None, int]  # {score: how many}; None where there is no scale


@dataclass(frozen=True)
class Figure:
    """One number for many answers: CSAT in percent, NPS in points, or how many they are."""

    share: Share | None = None
    points: PromoterScore | None = None
    told: int = 0  # answers without a scale

    @property
    def n(self) -> int:
        known = self.share or self.points
        return known.n if known else self.told

    @property
    def is_told(self) -> bool:
        """Is it about words alone?"""
        return not self.share and not self.points

    @property
    def is_few(self) -> bool:
        known = self.share or self.points
        return known is None or known.is_few

    @property
    def is_small(self) -> bool:
        known = self.share or self.points
        return known is None or known.is_small


@dataclass(frozen=True)
class Bar:
    """How many chose this."""

    words: str
    share: Share


@dataclass(frozen=True)
class Choices:
    """A question with a list, and how often each was chosen."""

    question: Question
    bars: list[Bar]


@dataclass(frozen=True)
class Results:
    """All that the page shows beside what people wrote."""

    figure: Figure
    before: Figure  # of the stretch before
    bars: list[Bar]
    months: list[tuple[datetime, Figure]]
    choices: list[Choices]
    unconfirmed: int
    set_aside: int
    earlier: int  # answers of customers who have answered again since
    is_hidden: bool  # too few people without names: one of them could be known


def figure_of(question: Question | None, scores: Scores) -> Figure:
    """The figure of a scale; without one, how many answered."""
    if question is None:
        return Figure(told=sum(scores.values()))
    given = [(score, count) for score, count in scores.items() if score is not None]
    if question.shape == Shape.LIKELY:
        bands = Counter[str]()
        for score, count in given:
            bands[question.band_of(score)] += count
        return Figure(points=PromoterScore(bands["high"], bands["middle"], bands["low"]))
    satisfied = sum(count for score, count in given if score >= SATISFIED)
    return Figure(share=Share(satisfied, sum(scores.values())))


def results_of(survey: Survey, wanted: ResultFilter, *, now: datetime) -> Results:
    """Counted now, in a fixed number of queries."""
    version = survey.current
    score = version.score if version else None
    answers = answers_of(survey)
    lately = wanted.lately(answers, now)
    these, counting = wanted.of_these(lately), wanted.of_each(lately.counting())
    scores = _scores(score, lately, wanted)
    return Results(
        figure=figure_of(score, scores),
        is_hidden=survey.is_anonymous and counting.count() < FEW_WITHOUT_NAMES,
        before=figure_of(score, _scores(score, wanted.before(answers, now), wanted)),
        bars=_bars(score, scores),
        # What is left when parts are taken away would be a group of a few.
        months=[] if survey.is_anonymous else _months(score, answers, wanted, now),
        choices=_choices(version, counting),
        unconfirmed=these.filter(confirmed_at=None, invalid_at=None).count(),
        set_aside=these.exclude(invalid_at=None).count(),
        earlier=_counted(score, these).count() - sum(scores.values()),
    )


def answers_of(survey: Survey) -> ResponseQuerySet:
    """Those that can be compared: given on the same scale to the same first question."""
    current = survey.current.score if survey.current else None
    if current is None:
        return Response.objects.filter(survey=survey)
    alike = [
        version.pk
        for version in SurveyVersion.objects.filter(survey=survey)
        if version.score and (version.score.key, version.score.shape) == (current.key, current.shape)
    ]
    return Response.objects.filter(survey=survey, version__in=alike)


def channels_of(survey: Survey) -> list[str]:
    """The channels by which it was answered, mail first."""
    found = set(Response.objects.filter(survey=survey).values_list("channel", flat=True).distinct())
    return [channel for channel in AnswerChannel.values if channel in found]


def figures_of_all(surveys: list[Survey], *, now: datetime) -> dict[int, dict[str, Figure]]:
    """{survey: {channel: its figure of the last 90 days}}, each customer once; channels are never pooled."""
    lately = Response.objects.counting().filter(created_at__gt=now - LATELY)
    in_words = [survey.pk for survey in surveys if not (survey.current and survey.current.score)]
    each = lately.filter(Q(score__isnull=False) | Q(survey__in=in_words)).latest_of_each()
    rows = each.values_list("survey", "channel", "score").annotate(Count("pk"))
    scores: dict[int, dict[str, dict[int | None, int]]] = {survey.pk: {} for survey in surveys}
    for survey, channel, score, count in rows.order_by("channel"):
        if survey in scores:
            scores[survey].setdefault(channel, {})[score] = count
    return {survey.pk: _by_channel(survey, _shown(survey, scores[survey.pk])) for survey in surveys}


def _shown(survey: Survey, scores: Mapping[str, Scores]) -> dict[str, Scores]:
    """Of people without names never a few."""
    least = FEW_WITHOUT_NAMES if survey.is_anonymous else 1
    return {channel: each for channel, each in scores.items() if sum(each.values()) >= least}


def _by_channel(survey: Survey, scores: Mapping[str, Scores]) -> dict[str, Figure]:
    score = survey.current.score if survey.current else None
    known = [channel for channel in AnswerChannel.values if channel in scores]
    return {channel: figure_of(score, scores[channel]) for channel in known}


def _counted(question: Question | None, responses: ResponseQuerySet) -> ResponseQuerySet:
    """What the figure is made of: on a scale those who chose something there, else all."""
    return responses.counting().exclude(score=None) if question else responses.counting()


def _scores(question: Question | None, responses: ResponseQuerySet, wanted: ResultFilter) -> Scores:
    """{score: how many customers gave it last}."""
    each = wanted.of_each(_counted(question, responses))
    return dict(each.values_list("score").annotate(Count("pk")).order_by())


def _bars(question: Question | None, scores: Scores) -> list[Bar]:
    if question is None:
        return []
    n = sum(scores.values())
    return [Bar(each.words, Share(scores.get(int(each.key), 0), n)) for each in reversed(question.choices)]


def _months(
    question: Question | None, responses: ResponseQuerySet, wanted: ResultFilter, now: datetime
) -> list[tuple[datetime, Figure]]:
    """The last year, month by month, in each of them each customer once; an empty month is left out."""
    if question is None:
        return []
    year = responses.counting().exclude(score=None).filter(created_at__gt=now - timedelta(days=365))
    each: QuerySet[Any] = wanted.of_each(year.annotate(month=TruncMonth("created_at")), "month")
    rows = each.values_list("month", "score")
    months: dict[datetime, dict[int | None, int]] = {}
    for month, score, count in rows.annotate(Count("pk")).order_by("month"):
        if score is not None:
            months.setdefault(month, {})[score] = count
    return [(month, figure_of(question, scores)) for month, scores in months.items()]


def _choices(version: SurveyVersion | None, responses: ResponseQuerySet) -> list[Choices]:
    """Questions with a list: how many of those who answered chose each."""
    asked = [question for question in (version.asked if version else ()) if question.options]
    if not asked:
        return []
    answers = Answer.objects.filter(response__in=responses, question__in=[each.key for each in asked])
    n = dict(answers.values_list("question").annotate(Count("pk")).order_by())
    ticked = Func(F("options"), function="jsonb_array_elements_text", output_field=TextField())
    rows = answers.annotate(ticked=ticked).values_list("question", "ticked").annotate(Count("pk")).order_by()
    counted = {(question, option): count for question, option, count in rows}
    return [
        Choices(
            each,
            [
                Bar(option.words, Share(counted.get((each.key, option.key), 0), n.get(each.key, 0)))
                for option in each.options
            ],
        )
        for each in asked
    ]
