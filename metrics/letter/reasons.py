"""What may lie behind a change: the part that moved most, or what people talk about. Never a guess."""

from decimal import Decimal

from django.utils.translation import gettext as _

from crm.figures.display import Arrow
from crm.web.templatetags.amounts import number
from feedback.theme_figures import count_themes
from metrics.definitions import Metric
from metrics.lens import VOICES, Lens
from metrics.period import Period
from metrics.shown import Shown
from metrics.trend import parts_of

# A part that moved less than this much of the whole change explains little of it.
HALF = Decimal("0.5")
SPLIT = frozenset({"orders", "new_customers", "referrals"})


def reason_of(shown: Shown, lens: Lens) -> str:
    """Empty where the book knows none."""
    if shown.reading.arrow == Arrow.NO_CLEAR_CHANGE:
        return ""
    if shown.slug in VOICES or shown.slug == "complaints":
        return _most_talked_about(lens, shown.reading.tone)
    against = shown.reading.against
    if shown.slug in SPLIT and against is not None:
        return _largest_part(shown.metric, lens, against.period)
    return ""


def _most_talked_about(lens: Lens, tone: str) -> str:
    """What unhappy people talked about most; where it got better, what happy ones did."""
    themes = [count for top in count_themes(lens.last) for count in (top.parts or [top])]
    if tone == "good":
        best = max(themes, key=lambda count: count.good, default=None)
        words = best and best.good and {"theme": best.theme.name, "times": number(best.good)}
        return _("Most often praised: %(theme)s (%(times)s)") % words if words else ""
    worst = max(themes, key=lambda count: count.bad, default=None)
    words = worst and worst.bad and {"theme": worst.theme.name, "times": number(worst.bad)}
    return _("Most often unhappy about: %(theme)s (%(times)s)") % words if words else ""


def _largest_part(metric: Metric, lens: Lens, then: Period) -> str:
    """The place, else the channel, that moved most of it."""
    for by in ("location", "channel"):
        now = parts_of(metric, lens.period(metric), lens, by=by)
        before = parts_of(metric, then, lens, by=by)
        moved = {name: now.get(name, 0) - before.get(name, 0) for name in {*now, *before}}
        whole = sum(moved.values())
        name = max(moved, key=lambda name: moved[name] * (1 if whole > 0 else -1), default="")
        if len(moved) > 1 and whole and moved[name] / Decimal(whole) >= HALF:
            return _("Most of it: %(part)s (%(count)+d)") % {"part": name, "count": moved[name]}
    return ""
