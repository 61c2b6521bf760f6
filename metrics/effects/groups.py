"""Who was reached and who was not: how many bought, and what they spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from crm.figures.mean import Mean
from crm.figures.share import Share

# Purchases of the shop's own currency, less what came back.
OF_ANNOUNCEMENT = """
    SELECT customer_id, is_held_out, %(since)s::timestamptz AS at
    FROM engagement_announcementrecipient WHERE announcement_id = %(row)s
"""
# Each customer's first time since somebody is held out, where its days are over.
OF_AUTOMATION = """
    SELECT DISTINCT ON (customer_id) customer_id, state = 'held_out' AS is_held_out, entered_at AS at
    FROM engagement_enrolment
    WHERE automation_id = %(row)s AND entered_at BETWEEN %(since)s AND %(until)s
    ORDER BY customer_id, entered_at
"""
_GROUPS = """
    SELECT people.is_held_out, count(*), count(*) FILTER (WHERE basket.has_bought),
        avg(coalesce(basket.spent, 0))::float8, coalesce(var_samp(coalesce(basket.spent, 0)), 0)::float8
    FROM ({people}) AS people
    LEFT JOIN LATERAL (
        SELECT sum(total) FILTER (WHERE currency = %(currency)s) AS spent,
            bool_or(NOT is_refund) AS has_bought
        FROM customers_purchase
        WHERE customer_id = people.customer_id AND voided_at IS NULL
            AND at BETWEEN people.at AND people.at + make_interval(days => %(days)s)
    ) AS basket ON true
    GROUP BY 1
"""
# Whoever bought in the year before is in one of the two groups; everybody's days are the same.
_CHANGES = """
    WITH baskets AS (
        SELECT customer_id,
            coalesce(sum(total) FILTER (WHERE at >= %(since)s AND currency = %(currency)s), 0) AS after,
            coalesce(sum(total) FILTER (WHERE at >= %(before)s AND at < %(since)s
                AND currency = %(currency)s), 0) AS before,
            coalesce(sum(total) FILTER (WHERE at >= %(earlier)s AND at < %(before)s
                AND currency = %(currency)s), 0) AS earlier
        FROM customers_purchase
        WHERE customer_id IS NOT NULL AND voided_at IS NULL AND at >= %(year)s AND at <= %(until)s
        GROUP BY customer_id
        HAVING bool_or(at < %(earlier)s AND NOT is_refund)
    )
    SELECT recipient.id IS NULL, count(*),
        avg(after - before)::float8, coalesce(var_samp(after - before), 0)::float8,
        avg(before - earlier)::float8, coalesce(var_samp(before - earlier), 0)::float8
    FROM baskets LEFT JOIN engagement_announcementrecipient AS recipient
        ON recipient.customer_id = baskets.customer_id AND recipient.announcement_id = %(row)s
    GROUP BY 1
"""


@dataclass(frozen=True)
class Group:
    """So many people: who bought, and what each spent."""

    bought: Share
    spent: Mean


@dataclass(frozen=True)
class Moved:
    """So many people: how what each spent changed, and how it had changed before."""

    change: Mean
    earlier: Mean


def by_lot(people: str, values: Mapping[str, Any]) -> tuple[Group, Group]:
    """Those reached, and those held out; `people` is one of the two above."""
    found = {
        is_held_out: Group(Share(bought, n), Mean(n, mean, variance))
        for is_held_out, n, bought, mean, variance in rows(_GROUPS.replace("{people}", people), values)
    }
    nobody = Group(Share(0, 0), Mean(0, None))
    return found.get(False, nobody), found.get(True, nobody)


def by_changes(values: Mapping[str, Any]) -> tuple[Moved, Moved]:
    """Those on the list of an announcement, and all others who had bought in the year before."""
    found = {
        is_other: Moved(Mean(n, mean, variance), Mean(n, earlier, its_variance))
        for is_other, n, mean, variance, earlier, its_variance in rows(_CHANGES, values)
    }
    nobody = Moved(Mean(0, None), Mean(0, None))
    return found.get(False, nobody), found.get(True, nobody)


def rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
