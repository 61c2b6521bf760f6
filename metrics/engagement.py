"""The engagement score: shown only while it tells more of who will come than the last visit does."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from crm.figures.share import SMALL
from crm.web.planner import Way, planned
from metrics.counting import engagement
from metrics.counting.statement import run
from metrics.models import Count

AHEAD = timedelta(days=90)
# Customer by customer, as their days lie: none of it need fit into memory. And never all of it once for each
# customer, as PostgreSQL does where it takes a table for empty because it was when last counted.
WAYS_TOO_LONG: tuple[Way, ...] = ("hashagg", "nestloop")


@dataclass(frozen=True)
class Judgement:
    """Of two customers, one who came and one who did not: how often the higher score was of who came."""

    came: int
    stayed_away: int
    by_score: float = 0.5
    by_recency: float = 0.5

    @property
    def is_useful(self) -> bool:
        """Enough on both sides, and better than recency alone."""
        return min(self.came, self.stayed_away) >= SMALL and self.by_score > self.by_recency


def judge_engagement(count: Count, *, as_of: date) -> Judgement:
    """By the score of a quarter ago, and who has come since."""
    with _visits_summed(count, as_of):
        return _judge(count, as_of)


def score_engagement(count: Count, *, as_of: date) -> Judgement:
    """Everybody's score, or nobody's."""
    with planned(never=WAYS_TOO_LONG), _visits_summed(count, as_of):
        judgement = _judge(count, as_of)
        if judgement.is_useful:
            run(engagement.WRITE, _values(count, as_of))
        else:
            run(engagement.FORGET, {})
    return judgement


@contextmanager
def _visits_summed(count: Count, as_of: date) -> Iterator[None]:
    """How often and how lately everybody came, for the questions asked meanwhile."""
    with transaction.atomic():
        run(engagement.SUM_VISITS, _values(count, as_of) | {"then": as_of - AHEAD})
        yield
        run(engagement.FORGET_VISITS, {})


def _judge(count: Count, as_of: date) -> Judgement:
    with connection.cursor() as cursor:
        cursor.execute(engagement.JUDGED, _values(count, as_of - AHEAD))
        came, stayed_away, by_score, by_recency = cursor.fetchone()
    if not came or not stayed_away:
        return Judgement(came, stayed_away)
    areas = ((ranks - came * (came + 1) / 2) / (came * stayed_away) for ranks in (by_score, by_recency))
    return Judgement(came, stayed_away, *areas)


def _values(count: Count, as_of: date) -> dict[str, Any]:
    weights = [{"part": part, "weight": weight} for part, weight in engagement.WEIGHTS.items()]
    return {
        "as_of": as_of,
        "zone": count.time_zone,
        "talking": engagement.TALKING,
        "weights": json.dumps(weights),
        "half_life": engagement.HALF_LIFE,
        "fewest": engagement.FEWEST_EVENTS,
        "open_complaint": engagement.OPEN_COMPLAINT,
    }
