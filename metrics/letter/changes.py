"""What changed, in at most five sentences. What changed by chance is no news."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.figures.display import Arrow
from crm.shop.models import User
from feedback.praise_figures import recognise
from metrics.definitions import METRICS
from metrics.lens import Lens
from metrics.letter.reasons import reason_of
from metrics.letter.sentence import Sentence
from metrics.letter.week import DAYS, Week
from metrics.reading import Reading, readings_of
from metrics.shown import Shown
from metrics.tiles import BOARD

MOST = 5
CLEAR = {Arrow.UP, Arrow.DOWN}
TOLD_APART = ("revenue", "orders")  # by the first sentence


def sentences_of(week: Week, *, currency: str, reader: User) -> list[Sentence]:
    """The week's sales, who was praised, and the clearest changes: bad ones first, new ones before old."""
    told = list(_sales(week, currency)) + list(_praise(week, reader))
    return told[:1] + [*_changes(week, currency)][: MOST - len(told)] + told[1:]


def _sales(week: Week, currency: str) -> Iterator[Sentence]:
    lens = week.lens(DAYS)
    readings = readings_of([METRICS[slug] for slug in TOLD_APART], lens)
    revenue, orders = (Shown(readings[slug], currency) for slug in TOLD_APART)
    former = orders.reading.former
    if orders.reading.figure.n or (former and former.n):
        words = {"orders": orders.value, "revenue": revenue.value}
        figure = _("Orders last week: %(orders)s, for %(revenue)s") % words
        yield Sentence(figure, _address("orders", lens), _whole(orders.comparison, reason_of(orders, lens)))


def _changes(week: Week, currency: str) -> Iterator[Sentence]:
    metrics = [metric for metric in BOARD if metric.slug not in TOLD_APART]
    lens = week.lens()
    now, before = readings_of(metrics, lens), readings_of(metrics, week.before.lens())
    clear = [slug for slug, reading in now.items() if reading.arrow in CLEAR]
    for slug in sorted(clear, key=lambda slug: (_is_old(slug, now, before), now[slug].tone != "bad")):
        shown, still = Shown(now[slug], currency), ""
        if _is_old(slug, now, before):
            still = _("As in the week before.")
        figure = f"{shown.name}: {shown.value}"
        yield Sentence(figure, _address(slug, lens), _whole(shown.comparison, still, reason_of(shown, lens)))


def _is_old(slug: str, now: dict[str, Reading], before: dict[str, Reading]) -> bool:
    return now[slug].arrow == before[slug].arrow


def _praise(week: Week, reader: User) -> Iterator[Sentence]:
    period = week.period
    people = recognise(reader, since=period.first or period.last, until=period.last)
    named = [f"{each.colleague.name} ({len(each.praise)})" for each in people if each.praise]
    if named:
        yield Sentence(_("Praised by name"), reverse("feedback:praise_list"), ", ".join(named))


def _address(slug: str, lens: Lens) -> str:
    return f"{reverse('metrics:metric_detail', args=[slug])}?{lens.query}"


def _whole(*parts: str) -> str:
    return " ".join(_ended(part) for part in parts if part)


def _ended(part: str) -> str:
    return part if part.endswith(".") else f"{part}."
