"""Before and after, on the days that were chosen beforehand."""

from datetime import timedelta

import pytest

from crm.figures.incidence import Incidence
from crm.figures.promoters import PromoterScore
from crm.figures.share import Share
from crm.figures.verdict import Verdict
from feedback.actions.survey import install_starter_surveys, publish_survey
from feedback.models import (
    Feeling,
    Improvement,
    ImprovementState,
    Response,
    RootCause,
    Survey,
    SurveyKind,
    Theme,
    ThemeMention,
)
from metrics.effects.gauge import gauge_of
from metrics.effects.improvement import effect_of_improvement
from metrics.effects.telling import tell
from metrics.models import DailySum
from metrics.period import Period
from tests.metrics.buying import NOON, day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]


@pytest.fixture
def queues() -> Theme:
    return Theme.objects.create(name="Queues")


def improvement(queues: Theme, **more) -> Improvement:
    values = {
        "title": "A second till",
        "watched": f"feedback.theme:{queues.pk}",
        "baseline_from": day(370),
        "baseline_until": day(399),
        "live_on": day(400),
        "state": ImprovementState.DONE,
    }
    return Improvement.objects.create(**(values | more))


def texts(theme: Theme, number: int, *, about_it: int, of: int) -> None:
    """So many texts on this day, of which so many are about it."""
    other, _new = Theme.objects.get_or_create(name="Coffee")
    ThemeMention.objects.bulk_create(
        ThemeMention(
            theme=theme if each < about_it else other,
            about=f"feedback.review:{number}0{each}",
            feeling=Feeling.BAD,
            on=day(number),
        )
        for each in range(of)
    )


def test_an_improvement_is_judged_when_its_days_are_over(queues):
    texts(queues, 380, about_it=30, of=60)
    texts(queues, 410, about_it=6, of=60)
    change = improvement(queues)

    early, late = (effect_of_improvement(change, day(number)) for number in (429, 430))

    assert (early.verdict, late.verdict) == (Verdict.TOO_EARLY, Verdict.BETTER)
    assert late.compared
    assert (late.compared.first, late.compared.second) == (Share(6, 60), Share(30, 60))
    told = tell(late, "GBP")
    assert told.tables[0][1].change.startswith("-40 points, between -")
    assert "no proof of a cause" in told.notes[0]
    assert "end on" in tell(early, "GBP").why[0]


def test_too_few_say_how_many_more(queues):
    texts(queues, 380, about_it=30, of=60)
    texts(queues, 410, about_it=2, of=12)

    effect = effect_of_improvement(improvement(queues), day(500))

    assert effect.verdict == Verdict.TOO_EARLY
    assert tell(effect, "GBP").why == ["About 18 more are needed."]


def test_the_season_is_taken_off(queues):
    for number, about_it in ((380, 30), (410, 6), (16, 30), (46, 6)):
        texts(queues, number, about_it=about_it, of=60)

    effect = effect_of_improvement(improvement(queues), day(500))

    assert effect.verdict == Verdict.BETTER
    assert effect.beyond_season
    assert effect.beyond_season.value == pytest.approx(0)
    assert "a year earlier: 0 points, between -21 points and +21 points" in tell(effect, "GBP").notes[1]


def test_bad_days_to_compare_with_are_said(queues):
    texts(queues, 350, about_it=2, of=60)
    texts(queues, 380, about_it=30, of=60)
    texts(queues, 410, about_it=6, of=60)

    effect = effect_of_improvement(improvement(queues), day(500))

    assert effect.was_bad
    assert "of their own accord" in tell(effect, "GBP").notes[-1]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"watched": ""}, "Nothing was chosen"),
        ({"baseline_from": None, "baseline_until": None}, "No days were chosen"),
        ({"live_on": None, "state": "doing"}, "It is not so yet."),
    ],
)
def test_what_was_not_chosen_beforehand_cannot_be_measured(queues, more, why):
    told = tell(effect_of_improvement(improvement(queues, **more), day(500)), "GBP")

    assert told.tables == []
    assert told.why[0].startswith(why)


def test_complaints_with_a_cause_are_counted_per_orders(queues):
    cause = RootCause.objects.create(name="Broken")
    DailySum.objects.create(metric="orders", on=day(3), numerator=120)

    counted = gauge_of(f"feedback.rootcause:{cause.pk}").count(Period(day(0), day(9)))

    assert counted == Incidence(0, 120)


def test_scores_are_compared_in_points_and_other_ways_of_answering_are_said(queues):
    install_starter_surveys(by=None)
    likely = Survey.objects.get(kind=SurveyKind.LIKELY)
    publish_survey(likely, by=None)
    likely.refresh_from_db()
    answers(likely, 380, "mail", high=20, low=20)
    answers(likely, 410, "qr", high=36, low=4)

    effect = effect_of_improvement(improvement(queues, watched=f"feedback.survey:{likely.pk}"), day(500))

    assert effect.compared
    assert effect.compared.first == PromoterScore(36, 0, 4)
    assert effect.verdict == Verdict.BETTER
    told = tell(effect, "GBP")
    assert told.tables[0][1].change.startswith("+80, between +")
    assert "(By mail, Code in the shop)" in told.notes[1]


def answers(survey: Survey, number: int, channel: str, *, high: int, low: int) -> None:
    """Of people without names."""
    at = NOON + timedelta(days=number)
    Response.objects.bulk_create(
        Response(
            survey=survey,
            version=survey.current,
            channel=channel,
            band=band,
            evidence=1,
            confirmed_at=at,
            changed_at=at,
            edit_until=at,
        )
        for band in ["high"] * high + ["low"] * low
    )
