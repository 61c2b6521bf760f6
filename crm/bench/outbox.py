"""The outbox of a shop that has written for years, and people who want news."""

from datetime import time

from django.db import connection
from django.db.backends.utils import CursorWrapper

from crm.bench.loading import without_looking_up_parents, without_plain_indexes
from crm.shop.models import Location, OpeningWindow, ShopSettings
from engagement.actions.email_template import install_starter_templates
from engagement.actions.mail_room import current_room
from engagement.models import MailRoom, Message

ROWS = 2_000_000
NO_LIMIT = 10_000_000
# Old enough to keep nobody from getting news; every fiftieth waits for a day to come.
MESSAGES = """
    INSERT INTO engagement_message (
        dedupe_key, message_class, topic, purpose, about, customer_id, to_email, to_hash, own_subject,
        own_body, context, language, subject, html, text, headers, priority, not_before, state, skip_reason,
        problem, attempts, lease_token, message_id, provider_id, is_test, is_captured, created_at, decided_at)
    SELECT 'bench:' || n, 'marketing', 'news', 'bench', '', 1 + n %% %(customers)s, '', '', 'News', 'News',
        '{}', 'en', 'News', '<p>What is new</p>', 'What is new', '{}', 70,
        now() + CASE WHEN n %% 50 = 0 THEN interval '30 days' ELSE interval '-60 days' END,
        CASE WHEN n %% 50 = 0 THEN 'planned' WHEN n %% 50 = 1 THEN 'skipped' ELSE 'sent' END,
        CASE WHEN n %% 50 = 1 THEN 'too_often' ELSE '' END, '', 1, '', '<' || n || '@bench.example>', '',
        false, false, now() - interval '60 days',
        CASE WHEN n %% 50 = 0 THEN NULL ELSE now() - interval '60 days' - n %% 700 * interval '1 day' END
    FROM generate_series(1, %(rows)s) AS n
"""
ADDRESSES = """
    INSERT INTO customers_email (customer_id, address, label, position)
    SELECT id, 'person' || id || '@mail.example', '', 0 FROM customers_customer AS customer
    WHERE id <= %s AND NOT EXISTS (SELECT FROM customers_email WHERE customer_id = customer.id)
"""
ANSWERS = """
    INSERT INTO customers_consent
        (customer_id, channel, topic, is_given, wording, wording_version, proof, source, at, recorded_at)
    SELECT id, 'email', 'news', true, '', '', '', 'bench', now() - interval '1 year',
        now() - interval '1 year'
    FROM customers_customer AS customer
    WHERE id <= %s AND NOT EXISTS (SELECT FROM customers_consent WHERE customer_id = customer.id)
"""
# What an earlier run sent would keep this one from writing to the same people.
LONG_AGO = """
    UPDATE engagement_message SET decided_at = now() - interval '60 days'
    WHERE state = 'sent' AND decided_at > now() - interval '31 days'
"""


def prepare(customers: int, rows: int) -> None:
    """Everybody has an address and said yes; the outbox is long; nothing slows mail down."""
    install_starter_templates(by=None)
    _open_at_any_hour()
    ShopSettings.objects.update(legal_name="Bench", legal_footer="1 Market Street, Bath")
    current_room()
    MailRoom.objects.update(per_minute=NO_LIMIT, per_hour=NO_LIMIT, per_day=NO_LIMIT, warm_up_from=None)
    with connection.cursor() as cursor:
        cursor.execute(ADDRESSES, [customers])
        cursor.execute(ANSWERS, [customers])
        cursor.execute(LONG_AGO)
        if Message.objects.count() < rows:
            _fill(cursor, customers, rows)
        cursor.execute("VACUUM ANALYZE engagement_message, customers_email, customers_consent")


def _fill(cursor: CursorWrapper, customers: int, rows: int) -> None:
    with without_plain_indexes(cursor, [Message]), without_looking_up_parents(cursor):
        cursor.execute(MESSAGES, {"customers": customers, "rows": rows})


def _open_at_any_hour() -> None:
    """Quiet hours would make the figures depend on when somebody measures."""
    place = Location.objects.first() or Location.objects.create(name="Bench")
    Location.objects.update(keeps_public_holidays=False)
    place.windows.all().delete()
    for day in range(7):
        OpeningWindow.objects.create(location=place, weekday=day, opens=time(0), closes=time(23, 59))
