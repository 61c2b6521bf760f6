"""What the answers to a survey add up to: the figure with its interval, the scale, the months."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Func, TextField
from django.db.models.functions import TruncMonth

from crm.figures.promoters import PromoterScore
from crm.figures.share import Share
from feedback.models import Answer, Response, Survey, SurveyVersion
from feedback.models.response import ResponseQuerySet
from feedback.questions import Question, Shape

SATISFIED = 4  # of 1 to 5
SPANS = {"30": 30, "90": 90, "365": 365, "": 90}
Scores = Mapping[int, int]  # {score: how many}


@dataclass(frozen=True)
class Figure:
    """One number for many answers: CSAT in percent, or NPS in points."""

    share: Share | None = None
    points: PromoterScore | None = None

    @property
    def n(self) -> int:
        known = self.share or self.points
        return known.n if known else 0

    @property
    def is_few(self) -> bool:
        known = self.share or self.points
        return known is None or known.is_few


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
    bars: list[Bar]
    months: list[tuple[datetime, Figure]]
    choices: list[Choices]
    unconfirmed: int
    set_aside: int


def figure_of(question: Question | None, scores: Scores) -> Figure:
    """The figure of a scale."""
    if question is None:
        return Figure()
    if question.shape == Shape.LIKELY:
        bands = Counter[str]()
        for score, count in scores.items():
            bands[question.band_of(score)] += count
        return Figure(points=PromoterScore(bands["high"], bands["middle"], bands["low"]))
    satisfied = sum(count for score, count in scores.items() if score >= SATISFIED)
    return Figure(share=Share(satisfied, sum(scores.values())))


def results_of(survey: Survey, *, now: datetime, days: int) -> Results:
    """Counted now, in a fixed number of queries."""
    version = survey.current
    score = version.score if version else None
    lately = answers_of(survey).filter(created_at__gt=now - timedelta(days=days))
    counting = lately.counting()
    scores = _scores(counting)
    return Results(
        figure=figure_of(score, scores),
        bars=_bars(score, scores),
        months=_months(score, answers_of(survey).counting(), now),
        choices=_choices(version, counting),
        unconfirmed=lately.filter(confirmed_at=None, invalid_at=None).count(),
        set_aside=lately.exclude(invalid_at=None).count(),
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


def figures_of_all(surveys: list[Survey], *, now: datetime) -> dict[int, Figure]:
    """{survey: its figure of the last 90 days}, in one query."""
    lately = Response.objects.counting().filter(created_at__gt=now - timedelta(days=SPANS[""]))
    rows = lately.exclude(score=None).values_list("survey", "score").annotate(Count("pk")).order_by()
    scores: dict[int, dict[int, int]] = {survey.pk: {} for survey in surveys}
    for survey, score, count in rows:
        if survey in scores and score is not None:
            scores[survey][score] = count
    return {
        survey.pk: figure_of(survey.current.score if survey.current else None, scores[survey.pk])
        for survey in surveys
    }


def _scores(responses: ResponseQuerySet) -> dict[int, int]:
    counted = responses.exclude(score=None).values_list("score").annotate(Count("pk")).order_by()
    return {score: count for score, count in counted if score is not None}


def _bars(question: Question | None, scores: Scores) -> list[Bar]:
    if question is None:
        return []
    n = sum(scores.values())
    return [Bar(each.words, Share(scores.get(int(each.key), 0), n)) for each in reversed(question.choices)]


def _months(
    question: Question | None, responses: ResponseQuerySet, now: datetime
) -> list[tuple[datetime, Figure]]:
    """The last year, month by month; a month without answers is left out."""
    if question is None:
        return []
    year = responses.exclude(score=None).filter(created_at__gt=now - timedelta(days=365))
    rows = year.annotate(month=TruncMonth("created_at")).values_list("month", "score")
    months: dict[datetime, dict[int, int]] = {}
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
