"""How people found us, and by which way they first came: of those who came into a stage in the period."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Channel
from metrics.counting.paths import ARRIVALS, PATHS
from metrics.definitions import METRICS
from metrics.figure import Sums
from metrics.lens import Lens

SOURCE = gettext_lazy("By how they found us")
FIRST_CONTACT = gettext_lazy("By the way of the first contact")
MOST = 20
_LATELY = """customer_id IN (SELECT customer_id FROM customers_stagechange
    WHERE effective_on BETWEEN %(first)s AND %(last)s)"""
_PATHS = PATHS.format(of_moved=_LATELY, of_known="stage_since BETWEEN %(first)s AND %(last)s")
# `part` is one of our own words.
ARRIVED = f"""
    SELECT {{part}} AS part, count(*) FILTER (WHERE is_in_time), count(*)
    FROM ({_PATHS}) AS path
    CROSS JOIN LATERAL ({ARRIVALS}) AS arrivals (metric, "on", is_in_time)
    JOIN customers_customer AS known ON known.id = path.customer_id
    WHERE metric = %(metric)s AND "on" BETWEEN %(first)s AND %(last)s
    GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT {MOST}
"""
_FIRST_WAY = """coalesce((SELECT line.channel FROM customers_interaction AS line
    WHERE line.customer_id = known.id AND line.channel <> '' AND line.withdrawn_at IS NULL
    ORDER BY line.at, line.id LIMIT 1), '')"""


def by_source(slug: str, lens: Lens) -> Mapping[str, Sums]:
    """As the shop names its sources."""
    found = _arrived("known.source", slug, lens)
    return {source or _("not known"): sums for source, sums in found.items()}


def by_first_contact(slug: str, lens: Lens) -> Mapping[str, Sums]:
    """By the first line of their timeline that has a channel."""
    names = {value: str(label) for value, label in Channel.choices}
    found = _arrived(_FIRST_WAY, slug, lens)
    return {names.get(channel) or _("not known"): sums for channel, sums in found.items()}


def _arrived(part: str, slug: str, lens: Lens) -> dict[str, Sums]:
    metric = METRICS[slug]
    first, last = metric.days_of(lens.period(metric))
    values: dict[str, Any] = {"metric": slug, "first": first or date.min, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(ARRIVED.format(part=part), values)
        rows = cursor.fetchall()
    return {name: Sums(Decimal(went_on), Decimal(came)) for name, went_on, came in rows}
