"""The numbers of the cycle's page: counted when somebody looks, in a large shop by the clock beforehand."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from crm.figures.share import Share
from customers.cycle_figures import CountedStep, Moves, count_steps, last_months, moves_since, stocks
from customers.cycle_people import five_steps
from customers.models import Customer

# From here on counting takes longer than somebody should wait for a page.
LARGE = 5_000
KEPT_FOR = timedelta(minutes=10)
KEY = "customers.cycle_overview"


@dataclass(frozen=True)
class Overview:
    """All that is counted, as of a day; `counted_at` is None when it was just now."""

    today: date
    stocks: dict[str, int]
    moves: Moves
    steps: list[CountedStep]
    counted_at: datetime | None = None


def overview(now: datetime) -> Overview | None:
    """What the page shows; None while a large shop waits for its first count."""
    return _kept() if is_large() else count_overview(timezone.localdate(now))


def is_large() -> bool:
    """Too large to be counted while somebody waits."""
    return Customer.objects.order_by()[: LARGE + 1].count() > LARGE


def count_overview(today: date) -> Overview:
    """Count everything now."""
    return Overview(today, stocks(), moves_since(last_months(today)[0]), count_steps(today))


def keep_overview(now: datetime) -> None:
    """Count a large shop, unless that was done lately; twice is once."""
    kept = cache.get(KEY)
    if not is_large() or (kept and now - kept["counted_at"] < KEPT_FOR):
        return
    counted = count_overview(timezone.localdate(now))
    cache.set(KEY, _plain(counted) | {"counted_at": now}, timeout=None)


def _plain(counted: Overview) -> dict[str, Any]:
    """Without the questions, which cannot be kept."""
    return {
        "today": counted.today,
        "stocks": counted.stocks,
        "moves": [(*way, count) for way, count in counted.moves.items()],
        "shares": [(step.share.k, step.share.n) for step in counted.steps],
    }


def kept_standing() -> tuple[date, dict[str, int], Moves] | None:
    """As of when, who stood where and who moved: all of a large shop's overview that asks no questions."""
    kept = cache.get(KEY)
    return (kept["today"], kept["stocks"], _moves(kept)) if kept else None


def _kept() -> Overview | None:
    kept = cache.get(KEY)
    if kept is None:
        return None
    pairs = zip(five_steps(kept["today"]), kept["shares"], strict=True)
    steps = [CountedStep(step, Share(*share)) for step, share in pairs]
    return Overview(kept["today"], kept["stocks"], _moves(kept), steps, kept["counted_at"])


def _moves(kept: dict[str, Any]) -> Moves:
    return Counter({tuple(way): count for *way, count in kept["moves"]})
