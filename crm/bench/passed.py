"""What passed with everybody in a large shop: talks, years of mail and what became of it, surveys."""

from collections.abc import Callable

from django.db import connection

from crm.bench.loading import without_looking_up_parents
from crm.bench.outbox import ROWS, prepare
from crm.bench.sizes import Size
from crm.shop.models import User
from feedback.actions.survey import install_starter_surveys
from feedback.models import Survey, SurveyVersion

INVITATIONS = 2  # of each customer
# Some are known much better than others.
TALKS = """
    INSERT INTO customers_interaction
        (customer_id, kind, at, text, direction, channel, mood, outcome, about, version, created_at)
    SELECT 1 + floor(random() * random() * %(customers)s)::int,
           (ARRAY['visit', 'call', 'question', 'note'])[1 + floor(random() * 4)::int], at, 'A note', '', '',
           (ARRAY['', '', 'happy', 'neutral', 'unhappy'])[1 + floor(random() * 5)::int], '', '', 1, at
    FROM (SELECT now() - random() * interval '1400 days' AS at FROM generate_series(1, %(rows)s)) AS moment
"""
# Every mail arrived, every seventh was of use, and few came back.
EVENTS = """
    INSERT INTO engagement_messageevent (message_id, recipient_id, kind, at, key, note, recorded_at)
    SELECT id, customer_id, kind, decided_at + interval '1 hour', kind || id, '', decided_at
    FROM engagement_message, LATERAL (VALUES
        ('delivered'), (CASE WHEN id %% 7 = 0 THEN 'clicked' END),
        (CASE WHEN id %% 301 = 0 THEN 'soft_bounce' END)
    ) AS event (kind)
    WHERE state = 'sent' AND kind IS NOT NULL
"""
ASKED = """
    INSERT INTO feedback_invitation
        (survey_id, version_id, customer_id, cause, is_used, created_at, expires_at)
    SELECT %(survey)s, %(version)s, 1 + n %% %(customers)s, 'bench:' || n, false, at, at + interval '30 days'
    FROM (
        SELECT n, now() - random() * interval '700 days' AS at FROM generate_series(1, %(rows)s) AS n
    ) AS asked
"""
ANSWERED = """
    INSERT INTO feedback_response (invitation_id, survey_id, version_id, customer_id, channel, key,
        is_anonymous, score, band, comment, evidence, confirmed_at, completed_at, changed_at, edit_until,
        browser_hash, invalid_reason, created_at)
    SELECT id, survey_id, version_id, customer_id, 'mail', gen_random_uuid(), false, score,
           CASE WHEN score > 3 THEN 'high' WHEN score = 3 THEN 'middle' ELSE 'low' END, '', 3,
           created_at, created_at, created_at, created_at, '', '', created_at
    FROM (
        SELECT *, 1 + floor(random() * 5)::int AS score FROM feedback_invitation WHERE id %% 2 = 0
    ) AS answered
"""


def fill_with_what_passed(size: Size, say: Callable[[str], None]) -> None:
    """As much as such a shop has of it after some years."""
    prepare(size.customers, ROWS * size.customers // 100_000)
    say("mail")
    install_starter_surveys(by=User.objects.first())
    survey = Survey.objects.earliest("pk")
    version = SurveyVersion.objects.create(survey=survey, number=1, questions=[])
    people = {"customers": size.customers}
    asked = {"survey": version.survey_id, "version": version.pk, "rows": INVITATIONS * size.customers}
    with connection.cursor() as cursor, without_looking_up_parents(cursor):
        cursor.execute(TALKS, {**people, "rows": size.interactions - size.purchases})
        cursor.execute(EVENTS, {})
        cursor.execute(ASKED, people | asked)
        cursor.execute(ANSWERED, {})
    say("talks and answers")
