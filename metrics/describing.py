"""By night, after everybody's numbers: what sets the most valuable apart, and what goes together."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from crm.web.planner import planned
from metrics.counting import pairings, traits
from metrics.counting.statement import run
from metrics.models import Pairing

KEPT = 200


@transaction.atomic
def describe(as_of: date, *, zone: str) -> None:
    """Count both anew; twice comes to the same."""
    run(traits.FORGET, {})
    run(traits.COUNT, {"enough": traits.ENOUGH, "fewest": traits.FEWEST})
    Pairing.objects.all().delete()
    Pairing.objects.bulk_create(_supported(as_of, zone))


def _supported(as_of: date, zone: str) -> list[Pairing]:
    """Those that chance alone hardly explains, the clearest first."""
    found = [_pairing(*row) for row in _candidates(as_of, zone)]
    clear = [pairing for pairing in found if pairing.low > 0]
    return sorted(clear, key=lambda pairing: (-pairing.low, pairing.first, pairing.later))[:KEPT]


def _pairing(kind: str, first: str, later: str, *counts: int) -> Pairing:
    customers, came_back, others, others_came = (int(count) for count in counts)
    pairing = Pairing(
        kind=kind,
        first=first,
        later=later,
        customers=customers,
        came_back=came_back,
        others=others,
        others_came=others_came,
    )
    pairing.low = pairing.difference.low if others else 0.0
    return pairing


def _candidates(as_of: date, zone: str) -> list[tuple[str, str, str, int, int, int, int]]:
    asked: dict[str, Any] = {
        "as_of": as_of,
        "zone": zone,
        "within": pairings.WITHIN,
        "lately": pairings.LATELY,
        "fewest": pairings.FEWEST,
        "fewest_back": pairings.FEWEST_BACK,
        "most_people": pairings.MOST_PEOPLE,
        "most_things": pairings.MOST_THINGS,
    }
    # Nobody knows beforehand how many pairs there are: row by row would take ten times as long.
    with planned(never=("nestloop",)), connection.cursor() as cursor:
        cursor.execute(pairings.CANDIDATES, asked)
        found: list[tuple[str, str, str, int, int, int, int]] = cursor.fetchall()
    return found
