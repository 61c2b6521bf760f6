"""Every figure as of one day, in plain numbers for programs."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from math import isfinite
from typing import Any

from metrics import portrait
from metrics.definitions import METRICS
from metrics.definitions.churn import SILENT, SILENT_FOR
from metrics.models import Count
from metrics.period import Period
from metrics.plain import number, plain
from metrics.series import values_of
from metrics.silence import broken_on, silence_on

QUARTER = 90


def everything_on(day: date, count: Count) -> dict[str, Any]:
    """The figures, and what the whole past looks like."""
    cells = portrait.cells_on(day)
    return {
        "as_of": day.isoformat(),
        "counted_at": count.counted_at.isoformat(),
        "time_zone": count.time_zone,
        "silent_after": silence_on(day),
        "metrics": figures_on(day),
        "silences_broken": {str(length): _share(share) for length, share in broken_on(day).items()},
        "gap_days": portrait.gaps_on(day),
        "monthly": _monthly(cells),
        "cohorts": _cohorts(cells),
        "retention": _retention(day),
        "rfm": {
            segment: {"customers": people, "sales": float(sales)}
            for segment, (people, sales) in portrait.segments_on(day, count).items()
        },
        "largest": {part: float(brought or 0) for part, brought in portrait.largest_on(day).items()},
    }


def figures_on(day: date) -> dict[str, dict[str, Any]]:
    """Every metric over its usual period that ends on this day; of cohorts, all there ever were."""
    said = dict(METRICS) | {SILENT.slug: SILENT_FOR[silence_on(day)]}
    figures = values_of([(metric, metric.whole_past(day)) for metric in said.values()])
    return {slug: plain(figure) for slug, figure in zip(said, figures, strict=True)}


def _share(share: Any) -> dict[str, Any]:
    return {"numerator": share.k, "denominator": share.n, "value": share.value, **_ends(share)}


def _ends(known: Any) -> dict[str, float | None]:
    return {name: end if isfinite(end) else None for name, end in (("low", known.low), ("high", known.high))}


def _monthly(cells: portrait.Cells) -> dict[str, dict[str, Any]]:
    kept = {month.month.strftime("%Y-%m"): asdict(month) for month in portrait.months_of(cells)}
    return {
        name: {key: number(value) for key, value in month.items() if key != "month"}
        for name, month in kept.items()
    }


def _cohorts(cells: portrait.Cells) -> dict[str, list[int]]:
    """By cohort: how many of it bought in each month from the first; a month without any is 0."""
    last = max((month for _cohort, month in cells), default=date.min)
    counted: dict[str, list[int]] = defaultdict(list)
    for cohort in sorted({cohort for cohort, _month in cells}):
        for age in range(_months(last) - _months(cohort) + 1):
            month = _months(cohort) + age
            key = (cohort, date(month // 12, month % 12 + 1, 1))
            counted[cohort.strftime("%Y-%m")].append(cells.get(key, (0,))[0])
    return dict(counted)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _retention(day: date) -> dict[str, Any]:
    """Of the buyers of the quarter before: who bought in the last."""
    after = Period.rolling(QUARTER, day)
    found = portrait.retained(after.earlier(QUARTER), after)
    return {
        "buyers_before": found.buyers_before,
        "buyers": found.buyers,
        "new": found.new,
        "reactivated": found.reactivated,
        **_share(found.share),
    }
