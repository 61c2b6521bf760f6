"""The last look before a mail leaves: has anybody said anything since it was asked about, a moment ago?

One question that is almost always answered with no; only a yes makes it worth asking everything again.
"""

from datetime import datetime, timedelta

from django.db import connection

from engagement.models import Message

# Longer than any transaction that was still open when it was asked the first time.
A_MOMENT = timedelta(minutes=5)
QUESTION = """
    SELECT EXISTS (SELECT FROM engagement_suppression
                   WHERE address_hash = %(hash)s AND lifted_at IS NULL)
        OR EXISTS (SELECT FROM customers_consent
                   WHERE customer_id = %(customer)s AND recorded_at > %(lately)s)
        OR EXISTS (SELECT FROM engagement_preference
                   WHERE customer_id = %(customer)s AND changed_at > %(lately)s)
        OR NOT EXISTS (SELECT FROM customers_customer
                       WHERE id = %(customer)s AND do_not_disturb_since IS NULL)
"""


def may_have_changed(message: Message, now: datetime) -> bool:
    """Is it worth asking again? For mail to nobody we know as a customer: always."""
    asked = {"hash": message.to_hash, "customer": message.customer_id, "lately": now - A_MOMENT}
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, asked)
        return bool(cursor.fetchone()[0])
