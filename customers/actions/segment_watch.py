"""Writing down who came into a saved list and who left it: one statement each."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from customers.listing import Listing
from customers.models import Segment, SegmentStay
from customers.segments.statement import statement_of

KEPT_FOR = timedelta(days=400)
CAME = """
    INSERT INTO customers_segmentstay (segment_id, customer_id, entered_at)
    SELECT %s, chosen.id, %s FROM ({chosen}) AS chosen (id)
    WHERE NOT EXISTS (
        SELECT FROM customers_segmentstay AS stay
        WHERE stay.segment_id = %s AND stay.customer_id = chosen.id AND stay.left_at IS NULL)
    ON CONFLICT DO NOTHING
"""
LEFT = """
    UPDATE customers_segmentstay AS stay SET left_at = %s
    WHERE stay.segment_id = %s AND stay.left_at IS NULL
        AND NOT EXISTS (SELECT FROM ({chosen}) AS chosen (id) WHERE chosen.id = stay.customer_id)
"""


@transaction.atomic
def watch_segment(number: int, *, now: datetime) -> tuple[int, int]:
    """Compare a list with what it was at the last look; (came, left).

    Whoever is there at the first look did not come. A list that cannot be read any more keeps what it had.
    """
    segment = Segment.objects.select_for_update(skip_locked=True).filter(pk=number).first()
    if segment is None or (segment.watched_at is not None and segment.watched_at >= now):
        return 0, 0
    came = left = 0
    listing = Listing(segment.query)
    if not listing.errors:
        came, left = _compare(segment, listing, now)
        segment.watched_since = segment.watched_since or now
    segment.watched_at = now
    segment.save(update_fields=["watched_since", "watched_at"])
    return came, left


def _compare(segment: Segment, listing: Listing, now: datetime) -> tuple[int, int]:
    chosen, values = statement_of(listing)
    entered = now if segment.watched_since else None
    with connection.cursor() as cursor:
        cursor.execute(CAME.replace("{chosen}", chosen), [segment.pk, entered, *values, segment.pk])
        came = cursor.rowcount
        cursor.execute(LEFT.replace("{chosen}", chosen), [now, segment.pk, *values])
        return came, cursor.rowcount


def forget_old_stays(now: datetime) -> int:
    """Who left long ago is nobody's question any more."""
    forgotten, _each = SegmentStay.objects.filter(left_at__lt=now - KEPT_FOR).delete()
    return forgotten
