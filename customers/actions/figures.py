"""The key figures on a customer, always recomputed from what really happened."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection, transaction

from crm.web.insert import carry_out
from customers.actions.rhythm import refresh_rhythm
from customers.actions.stage import replay_stages
from customers.actions.till_roll import write_till_rolls
from customers.kinds import THANK_YOU, VISIT, kinds_of_ours
from customers.models import Customer, Interaction

# Rows are held while they are counted: few at a time, so that nobody at the till waits for an import.
BATCH = 2_000

HOLD = """
    SELECT count(*) FROM (
        SELECT id FROM customers_customer WHERE id = ANY(%(customers)s) ORDER BY id FOR NO KEY UPDATE
    ) AS held
"""
# Spend counts what was paid in the shop's own currency; other money is shown on the timeline.
# A day is a day of the shop's own zone.
RECOMPUTE = """
    UPDATE customers_customer AS customer SET
        purchase_count = counted.sales, spend = counted.spend,
        first_purchase_at = counted.first_at, last_purchase_at = counted.last_at,
        last_seen_at = counted.seen_at, last_thanked_at = counted.thanked_at,
        visit_days = counted.visit_days, buying_days = counted.buying_days,
        last_location_id = counted.location_id
    FROM unnest(%(customers)s::bigint[]) AS touched (id), LATERAL (
        SELECT count(*) FILTER (WHERE is_refund = false) AS sales,
               coalesce(sum(total) FILTER (WHERE event.currency = shop.currency), 0) AS spend,
               min(at) FILTER (WHERE is_refund = false) AS first_at,
               max(at) FILTER (WHERE is_refund = false) AS last_at,
               max(at) FILTER (WHERE kind <> ALL(%(not_seen)s)) AS seen_at,
               max(at) FILTER (WHERE kind = %(thank_you)s) AS thanked_at,
               count(DISTINCT (at AT TIME ZONE shop.time_zone)::date)
                   FILTER (WHERE is_refund = false OR kind = %(visit)s) AS visit_days,
               count(DISTINCT (at AT TIME ZONE shop.time_zone)::date)
                   FILTER (WHERE is_refund = false) AS buying_days,
               (array_agg(location_id ORDER BY at DESC, location_id DESC)
                   FILTER (WHERE location_id IS NOT NULL))[1] AS location_id
        FROM shop_shopsettings AS shop LEFT JOIN (
            SELECT at, location_id, '' AS kind, is_refund, total, currency
            FROM customers_purchase WHERE customer_id = touched.id AND voided_at IS NULL
            UNION ALL
            SELECT at, location_id, kind, NULL, NULL, NULL
            FROM customers_interaction WHERE customer_id = touched.id AND withdrawn_at IS NULL
        ) AS event ON true
    ) AS counted
    WHERE customer.id = touched.id AND (
        customer.purchase_count, customer.spend, customer.first_purchase_at, customer.last_purchase_at,
        customer.last_seen_at, customer.last_thanked_at, customer.visit_days, customer.buying_days,
        customer.last_location_id
    ) IS DISTINCT FROM (
        counted.sales, counted.spend, counted.first_at, counted.last_at,
        counted.seen_at, counted.thanked_at, counted.visit_days, counted.buying_days,
        counted.location_id
    )
"""
SEE = """
    WITH day AS (
        SELECT day::timestamp AT TIME ZONE zone AS began, (day + 1)::timestamp AT TIME ZONE zone AS ended
        FROM (SELECT time_zone AS zone, (%(at)s AT TIME ZONE time_zone)::date AS day
              FROM shop_shopsettings) AS here
    ), others AS (
        SELECT at, location_id, kind = %(visit)s AS is_visit
        FROM customers_interaction
        WHERE customer_id = %(customer)s AND withdrawn_at IS NULL AND id <> %(line)s
            AND at >= (SELECT began FROM day)
        UNION ALL
        SELECT at, location_id, NOT is_refund FROM customers_purchase
        WHERE customer_id = %(customer)s AND voided_at IS NULL AND at >= (SELECT began FROM day)
    )
    UPDATE customers_customer SET
        last_seen_at = greatest(last_seen_at, %(seen)s),
        last_thanked_at = greatest(last_thanked_at, %(thanked)s),
        visit_days = visit_days + (%(is_visit)s AND NOT EXISTS (
            SELECT FROM others WHERE is_visit AND at < (SELECT ended FROM day)))::int,
        last_location_id = CASE WHEN %(location)s::bigint IS NULL OR EXISTS (
            SELECT FROM others WHERE location_id IS NOT NULL AND (at, location_id) > (%(at)s, %(location)s))
            THEN last_location_id ELSE %(location)s END
    WHERE id = %(customer)s
"""
# What is neither a visit nor from a place changes no day: most lines, and nothing has to be counted for them.
SEE_BRIEFLY = """
    UPDATE customers_customer SET
        last_seen_at = greatest(last_seen_at, %s), last_thanked_at = greatest(last_thanked_at, %s)
    WHERE id = %s RETURNING id
"""


def refresh_figures(customer_ids: Iterable[int] | None) -> None:
    """Recompute all that is kept with customers, set-based; None means everybody."""
    for batch in _batches(customer_ids):
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            _hold(batch)
            cursor.execute(
                RECOMPUTE,
                {
                    "customers": batch,
                    "not_seen": kinds_of_ours(),
                    "thank_you": THANK_YOU.key,
                    "visit": VISIT.key,
                },
            )
            write_till_rolls(batch)
            refresh_rhythm(batch)
            replay_stages(batch)


def see_customer(line: Interaction) -> None:
    """They were here: cheaper than a recompute, and the same answer for one more line."""
    is_ours, thanks = line.kind in kinds_of_ours(), line.kind == THANK_YOU.key
    if line.kind == VISIT.key or line.location_id is not None:
        _see(line, None if is_ours else line.at, line.at if thanks else None)
    elif thanks or not is_ours:  # a mail from us changes nothing about them
        carry_out(SEE_BRIEFLY, [None if is_ours else line.at, line.at if thanks else None, line.customer_id])


def _see(line: Interaction, seen: datetime | None, thanked: datetime | None) -> None:
    """Their days and places count, too."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        _hold([line.customer_id])
        cursor.execute(
            SEE,
            {
                "customer": line.customer_id,
                "line": line.pk,
                "at": line.at,
                "seen": seen,
                "thanked": thanked,
                "visit": VISIT.key,
                "is_visit": line.kind == VISIT.key,
                "location": line.location_id,
            },
        )


def _hold(batch: list[int]) -> None:
    """Let nobody count these people until we are through: the next statement sees all that was written."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, {"customers": batch})


def _batches(customer_ids: Iterable[int] | None) -> Iterator[list[int]]:
    if customer_ids is None:
        customer_ids = Customer.objects.order_by("pk").values_list("pk", flat=True)
    wanted = sorted(set(customer_ids))
    return (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
