"""Who wrote how much down, who was praised, and how content those are whom a colleague served."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy

from crm.shop.models import User
from customers.models import Interaction
from feedback.models import Praise
from metrics.asked import A_DAY, Asked, midnight
from metrics.counting.voices import SERVED
from metrics.definitions import METRICS
from metrics.figure import Sums
from metrics.lens import Lens

WORDS = gettext_lazy("By colleague")
OF_EACH = f"""
    SELECT response.staff_id, count(*) FILTER (WHERE band = 'high'), count(*) {SERVED}
        AND confirmed_at >= %(since)s AND confirmed_at < %(until)s
        AND (%(place)s::bigint IS NULL OR response.location_id = %(place)s::bigint)
    GROUP BY 1
"""


def parts(slug: str, lens: Lens) -> Mapping[str, Sums]:
    """By their names; two of one name are told apart by their number."""
    asked = Asked(lens.period(METRICS[slug]), lens.location, lens.channel)
    sums = {"interactions": _written, "praise": _praised, "csat_served": _served}[slug](asked)
    people = dict(User.objects.filter(pk__in=sums).values_list("pk", "name"))
    names = list(people.values())
    return {name if names.count(name) == 1 else f"{name} ({pk})": sums[pk] for pk, name in people.items()}


def _written(asked: Asked) -> dict[int, Sums]:
    lines = Interaction.objects.standing().filter(asked.at("at"), staff__isnull=False, about="")
    lines = lines.filter(channel=asked.channel) if asked.channel else lines
    return _counted(asked.here(lines), "staff")


def _praised(asked: Asked) -> dict[int, Sums]:
    return _counted(Praise.objects.standing().filter(asked.on("on")), "colleague")


def _counted(rows: QuerySet[Interaction] | QuerySet[Praise], who: str) -> dict[int, Sums]:
    counted = rows.order_by().values_list(who).annotate(n=Count("pk"))
    return {colleague: Sums(Decimal(n), Decimal(n)) for colleague, n in counted}


def _served(asked: Asked) -> dict[int, Sums]:
    first = asked.period.first
    values = {
        "since": midnight(first) if first else datetime.min.replace(tzinfo=UTC),
        "until": midnight(asked.period.last + A_DAY),
        "place": asked.location.pk if asked.location else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_EACH, values)
        rows = cursor.fetchall()
    return {colleague: Sums(Decimal(happy), Decimal(n)) for colleague, happy, n in rows}
