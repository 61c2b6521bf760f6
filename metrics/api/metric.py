"""Figures for programs: all of them as of a day, or one through time."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.actions.till import today_in_the_shop
from crm.shop.api.view import ApiView, Described, show
from crm.shop.models import Scope, ShopSettings
from metrics.api.metric_fields import MetricNarrowing, MetricShown, TrendNarrowing, TrendShown
from metrics.definitions import METRICS
from metrics.goals.in_force import GoalsInForce
from metrics.lens import Lens
from metrics.period import Period, Step
from metrics.series import trend_of, value_of, values_of

MOST_STEPS = 400
PLACE_AND_WAY = {"location": "name of a place", "channel": "in_person, web …: how it was bought"}


class MetricList(ApiView):
    """Every figure over its usual period, with what it means. What must not be said of so few is null."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(MetricShown, is_list=True)}
    parameters: ClassVar = {"until": "the last day, YYYY-MM-DD; today", **PLACE_AND_WAY}

    def get(self, request: Request) -> Response:
        asked = self.asked(MetricNarrowing)
        day = asked.pop("until", None) or today_in_the_shop()
        figures = values_of([(metric, metric.period(day)) for metric in METRICS.values()], **asked)
        goals = goals_over(Lens(day, day, **asked))
        aimed = [
            (figure, goals.target_of(METRICS[slug])) for slug, figure in zip(METRICS, figures, strict=True)
        ]
        return Response({"results": [show(MetricShown, each) for each in aimed], "next": None})


class MetricOne(ApiView):
    """One figure of a period, with what it means, and its steps through the period."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(TrendShown)}
    parameters: ClassVar = {
        "since": "the first day, YYYY-MM-DD; a year before the last",
        "until": "the last day, YYYY-MM-DD; today",
        "step": ", ".join(Step),
        **PLACE_AND_WAY,
    }

    def get(self, request: Request, pk: str) -> Response:
        if pk not in METRICS:
            raise Http404
        asked = self.asked(TrendNarrowing)
        period, step = _period_of(asked), Step(asked.pop("step", "") or Step.MONTH)
        metric = METRICS[pk]
        if len(period.steps(step)) > MOST_STEPS:
            raise ValidationError({"step": [_("At most %d steps.") % MOST_STEPS]})
        figure = value_of(metric, period, **asked)
        steps = trend_of(metric, period, step, **asked)
        target = goals_over(Lens(period.last, period.last, period.length, **asked)).target_of(metric)
        return Response(show(TrendShown, ((figure, target), steps)))


def goals_over(lens: Lens) -> GoalsInForce:
    """The shop's targets, for what is asked for."""
    shop = ShopSettings.current()
    return GoalsInForce.now(lens, shop.currency if shop else "")


def _period_of(asked: dict[str, Any]) -> Period:
    last: date = asked.pop("until", None) or today_in_the_shop()
    first = asked.pop("since", None) or last - timedelta(days=364)
    if first > last:
        raise ValidationError({"since": [_("The first day lies after the last.")]})
    return Period(first, last)
