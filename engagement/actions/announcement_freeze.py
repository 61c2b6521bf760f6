"""Settling who gets an announcement: one statement for the people, one for their mails."""

from django.conf import settings
from django.db import connection

from crm.shop.models import ShopSettings
from customers.filters import CustomerFilter
from customers.models import Customer, Email
from engagement import arbiter
from engagement.models import Announcement, MessageClass

# Whoever has had enough mail for three more days is left out, and it says so.
# The coin of engagement/actions/enrolment.py, thrown by the database.
RECIPIENTS = """
    INSERT INTO engagement_announcementrecipient
        (announcement_id, customer_id, is_held_out, attendance)
    SELECT %s, chosen.id,
        ('x' || substr(encode(sha256(convert_to(%s || ':' || chosen.id, 'UTF8')), 'hex'), 1, 12))
            ::bit(48)::bigint %% 100 < %s,
        ''
    FROM ({chosen}) AS chosen (id)
    ON CONFLICT DO NOTHING
"""
MESSAGES = """
    INSERT INTO engagement_message (
        dedupe_key, message_class, topic, purpose, about, customer_id, to_email, to_hash,
        template_version_id, own_subject, own_body, context, language, subject, html, text, headers,
        priority, not_before, expires_at, state, skip_reason, problem, attempts, lease_token, message_id,
        provider_id, is_test, is_captured, created_at, created_by_id)
    SELECT %(purpose)s || ':' || recipient.customer_id, %(message_class)s, %(topic)s, %(purpose)s,
        %(about)s, recipient.customer_id, '', '', %(version)s, '', '', '{}'::jsonb,
        coalesce(nullif(customer.language, ''), %(language)s), '', '', '', '{}'::jsonb,
        %(priority)s, now(), now() + interval '3 days', 'planned', '', '', 0, '',
        '<' || replace(gen_random_uuid()::text, '-', '') || '@' || %(host)s || '>', '',
        false, false, now(), %(by)s
    FROM engagement_announcementrecipient AS recipient
    JOIN customers_customer AS customer ON customer.id = recipient.customer_id
    WHERE recipient.announcement_id = %(announcement)s AND NOT recipient.is_held_out
    ON CONFLICT DO NOTHING
"""
# By the unique key: statistics do not know the rows yet, and all would be compared with all.
LINK = """
    UPDATE engagement_announcementrecipient AS recipient SET message_id = message.id
    FROM engagement_message AS message
    WHERE recipient.announcement_id = %(announcement)s AND recipient.message_id IS NULL
        AND message.dedupe_key = %(purpose)s || ':' || recipient.customer_id
"""


def purpose_of(announcement: Announcement) -> str:
    """What its mails say they are for."""
    return f"announcement:{announcement.pk}"


def freeze_recipients(announcement: Announcement) -> int:
    """Everybody in the list who has an address, now and for good; how many. Twice adds nobody."""
    asked = CustomerFilter(announcement.query)
    if asked.errors:
        return 0  # a tag or a list of the question is gone: everybody else would get it
    people = asked.apply(Customer.objects.all()).order_by()
    reachable = people.filter(pk__in=Email.objects.values("customer")).values("pk")
    chosen, values = reachable.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            RECIPIENTS.replace("{chosen}", chosen),
            [announcement.pk, purpose_of(announcement), announcement.hold_out_percent, *values],
        )
        return int(cursor.rowcount)


def plan_all(announcement: Announcement) -> int:
    """A mail for everybody on the frozen list who is not held out; how many new ones."""
    shop, version = ShopSettings.current(), announcement.template.current
    values: dict[str, str | int | None] = {
        "announcement": announcement.pk,
        "purpose": purpose_of(announcement),
        "about": f"{Announcement._meta.label_lower}:{announcement.pk}",
        "message_class": MessageClass.MARKETING,
        "topic": announcement.topic,
        "version": version.pk if version else None,
        "language": shop.language if shop else "",
        "priority": arbiter.NEWS,
        "host": _host(),
        "by": announcement.created_by_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(MESSAGES, values)
        count = int(cursor.rowcount)
        cursor.execute(LINK, values)
    return count


def _host() -> str:
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return sender[-80:].lstrip(".-")
