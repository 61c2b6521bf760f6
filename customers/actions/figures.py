"""The key figures on a customer, always recomputed from what really happened."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from customers.models import Customer

# Spend counts what was paid in the shop's own currency; other money is shown on the timeline.
RECOMPUTE = """
    UPDATE customers_customer AS customer SET
        purchase_count = coalesce(bought.sales, 0),
        spend = coalesce(bought.spend, 0),
        first_purchase_at = bought.first_at,
        last_purchase_at = bought.last_at,
        last_seen_at = greatest(bought.seen_at, met.seen_at)
    FROM customers_customer AS touched
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE NOT is_refund) AS sales,
               sum(total) FILTER (WHERE sale.currency = shop.currency) AS spend,
               min(at) FILTER (WHERE NOT is_refund) AS first_at,
               max(at) FILTER (WHERE NOT is_refund) AS last_at,
               max(at) AS seen_at
        FROM customers_purchase AS sale, (SELECT currency FROM shop_shopsettings WHERE id = 1) AS shop
        WHERE sale.customer_id = touched.id AND sale.voided_at IS NULL
    ) AS bought ON true
    LEFT JOIN LATERAL (
        SELECT max(at) AS seen_at FROM customers_interaction
        WHERE customer_id = touched.id AND withdrawn_at IS NULL AND kind <> 'note'
    ) AS met ON true
    WHERE customer.id = touched.id AND (%(everybody)s OR touched.id = ANY(%(customers)s))
"""


def refresh_figures(customer_ids: Iterable[int] | None) -> None:
    """Recompute purchases, spend and last seen, set-based; None means everybody."""
    wanted = None if customer_ids is None else list(customer_ids)
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTE, {"everybody": wanted is None, "customers": wanted or []})


def see_customer(customer: Customer, *, at: datetime) -> None:
    """They were here: cheaper than a recompute, and the same answer for one more line."""
    latest = Greatest(F("last_seen_at"), at)  # PostgreSQL's greatest passes over NULL
    Customer.objects.filter(pk=customer.pk).update(last_seen_at=latest)
