"""One figure: how it went, where it differs, what it means."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.spreadsheet import Cell
from crm.web.table_file import table_file
from metrics.breakdowns import BREAKDOWNS
from metrics.definitions import METRICS, Metric
from metrics.definitions.metric import Words
from metrics.effects.marks import marked
from metrics.effects.subject import Subject
from metrics.figure import Figure
from metrics.forms.lens import LensForm
from metrics.goals.in_force import GoalsInForce
from metrics.lens import Lens
from metrics.models import Count
from metrics.period import Step
from metrics.plain import short
from metrics.reading import Reading, readings_of
from metrics.shown import Shown
from metrics.trend import Point, points_of, split, split_further

PAGE = "metrics/metric_detail.html"


@require(Permission.METRIC_VIEW)
@require_safe
def metric_detail(request: StaffRequest, slug: str) -> HttpResponse:
    """The figure with its trend as a picture and as a table, its parts and its definition."""
    metric, form = metric_named(slug), LensForm(request.GET, today=timezone.localdate())
    lens, step, currency = form.lens, _step(request), request.shop.currency
    reading, steps = readings_of([metric], lens)[metric.slug], marked(points_of(metric, lens, step))
    goals = GoalsInForce.now(lens, currency)
    context = {
        "metric": reading.metric,
        "form": form,
        "lens": lens,
        "count": Count.current(),
        "dial": goals.shown(slug, reading),
        "industry": goals.others(slug),
        "step": step,
        "steps": [(each.value, words) for each, words in _steps()],
        "points": [(each, Shown(Reading(each.figure), currency), done) for each, done in steps],
        "marks": any(done for _each, done in steps),
        "splits": list(_splits(request, reading.metric, lens)),
    }
    return render(request, PAGE, context)


@require(Permission.METRIC_VIEW)  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_safe
def metric_file(request: StaffRequest, slug: str) -> StreamingHttpResponse:
    """The trend as a table for a spreadsheet, with what was begun in each step."""
    metric, lens = metric_named(slug), LensForm(request.GET, today=timezone.localdate()).lens
    steps = marked(points_of(metric, lens, _step(request)))
    return table_file(_rows(steps), metric.slug, wanted=request.GET.get("format", ""))


def metric_named(slug: str) -> Metric:
    """404 for a figure nobody defined."""
    if slug not in METRICS:
        raise Http404
    return METRICS[slug]


def _step(request: StaffRequest) -> Step:
    return Step.WEEK if request.GET.get("step") == Step.WEEK else Step.MONTH


def _steps() -> Iterator[tuple[Step, str]]:
    yield Step.MONTH, _("By month")
    yield Step.WEEK, _("By week")


Split = tuple[str, Words, list[tuple[str, Shown]]]


def _splits(request: StaffRequest, metric: Metric, lens: Lens) -> Iterator[Split]:
    """Those that have parts and that this person may see."""
    found: list[tuple[str, Words, list[tuple[str, Figure]]]] = [
        ("location", _("By place"), split(metric, lens, by="location")),
        ("channel", _("By channel"), split(metric, lens, by="channel")),
    ]
    ways = [way for way in BREAKDOWNS.get(metric.slug, ()) if request.user.can(way.permission)]
    found += [(way.key, way.words, split_further(metric, lens, way)) for way in ways]
    currency = request.shop.currency
    for key, words, parts in found:
        if parts:
            yield key, words, [(name, Shown(Reading(figure), currency)) for name, figure in parts]


def _rows(steps: list[tuple[Point, list[Subject]]]) -> Iterator[list[Cell]]:
    """What may not be shown on the page is not in the file either."""
    ends_words = (_("figure"), _("low"), _("high"))
    yield [_("from"), _("until"), _("counted"), _("of"), *ends_words, _("how"), _("what you did")]
    for point, done in steps:
        figure, display = point.figure, point.figure.display
        ends = [short(end) for end in (display.value, display.low, display.high)]
        first, last = figure.period.first, figure.period.last
        told = [str(display.manner), ", ".join(str(each) for each in done)]
        yield [first, last, figure.numerator, figure.denominator, *ends, *told]
