"""What customers said, asked and sent, as daily sums. The day is the shop's."""

_DAY = "AT TIME ZONE %(zone)s)::date"
# The scale that was asked first: stars (1 to 5), or likely (0 to 10).
_SHAPE = """(jsonb_path_query_first(version.questions,
    '$[*] ? (@.shape == "stars" || @.shape == "likely")') ->> 'shape')"""
# Given in the shop by people nobody knows: by a code, or on a tablet; never put together with those by mail.
IN_THE_SHOP = f"""
    SELECT CASE response.channel WHEN 'qr' THEN 'csat_code' ELSE 'csat_tablet' END, (confirmed_at {_DAY},
           location_id, '', (band = 'high')::int, 1, 0
    FROM feedback_response AS response JOIN feedback_surveyversion AS version ON version.id = version_id
    WHERE confirmed_at IS NOT NULL AND invalid_at IS NULL AND band <> '' AND NOT is_anonymous
        AND response.channel IN ('qr', 'kiosk') AND {_SHAPE} = 'stars'
"""
# Of one customer the latest answer of 90 days counts: until they answer again, or it is too old.
ANSWERS = f"""
    SELECT metric, CASE WHEN is_end THEN least(next_on, "on" + 90) ELSE "on" END AS "on",
           location_id, '' AS channel,
           sign * mark AS numerator, sign::numeric AS denominator, sign * mark * mark AS squares
    FROM (
        SELECT metric, "on", location_id, mark,
               lead("on") OVER (PARTITION BY metric, customer_id ORDER BY "on") AS next_on
        FROM (
            SELECT DISTINCT ON (metric, customer_id, "on") metric, customer_id, "on", location_id, mark
            FROM (
                SELECT response.id, customer_id, location_id, (confirmed_at {_DAY} AS "on",
                       CASE survey.kind WHEN 'purchase' THEN 'csat' WHEN 'complaint' THEN 'csat_complaint'
                           WHEN 'likely' THEN 'nps' END AS metric,
                       CASE WHEN band = 'high' THEN 1
                           WHEN band = 'low' AND survey.kind = 'likely' THEN -1 ELSE 0 END AS mark
                FROM feedback_response AS response JOIN feedback_survey AS survey ON survey.id = survey_id
                JOIN feedback_surveyversion AS version ON version.id = version_id
                WHERE confirmed_at IS NOT NULL AND invalid_at IS NULL AND band <> ''
                    AND response.channel = 'mail' AND customer_id IS NOT NULL
                    AND (survey.kind IN ('purchase', 'complaint') AND {_SHAPE} = 'stars'
                        OR survey.kind = 'likely' AND {_SHAPE} = 'likely')
            ) AS answer
            ORDER BY metric, customer_id, "on", id DESC
        ) AS latest
    ) AS spoken, (VALUES (false, 1), (true, -1)) AS ends (is_end, sign)
"""
ASKED = f"""
    SELECT 'response_rate', (mail.decided_at {_DAY}, invitation.location_id, '',
           (response.confirmed_at IS NOT NULL OR invitation.is_used)::int, 1, 0
    FROM feedback_invitation AS invitation
    JOIN engagement_message AS mail ON mail.id = invitation.message_id AND mail.state = 'sent'
    LEFT JOIN feedback_response AS response ON response.invitation_id = invitation.id
    WHERE NOT EXISTS (SELECT FROM engagement_messageevent AS told
        WHERE told.message_id = mail.id AND told.kind IN ('hard_bounce', 'soft_bounce'))
"""
REVIEWS = """
    SELECT 'reviews', written_on, platform.location_id, '', score, 1, score * score
    FROM feedback_review JOIN feedback_reviewplatform AS platform ON platform.id = platform_id
    WHERE score IS NOT NULL AND feedback_review.state <> 'gone'
"""
COMPLAINTS = f"""
    SELECT 'complaints', (received_at {_DAY}, location_id, '', 1, 0, 0
    FROM feedback_complaint WHERE state <> 'merged'
UNION ALL
    SELECT 'complaints_resolved', (closed_at {_DAY}, location_id, '', (state = 'closed_resolved')::int, 1, 0
    FROM feedback_complaint WHERE state IN ('closed_resolved', 'closed_unresolved')
UNION ALL
    SELECT 'complaints_reopened', (closed_at {_DAY}, location_id, '', (reopened_count > 0)::int, 1, 0
    FROM feedback_complaint WHERE state IN ('closed_resolved', 'closed_unresolved')
UNION ALL
    SELECT 'remedied', (closed_at {_DAY}, location_id, '', (EXISTS (
        SELECT FROM feedback_remedy AS remedy
        WHERE remedy.complaint_id = case_.id AND remedy.given_at IS NOT NULL))::int, 1, 0
    FROM feedback_complaint AS case_ WHERE state IN ('closed_resolved', 'closed_unresolved')
UNION ALL
    SELECT 'recovered', closed_on, location_id, '', (EXISTS (
        SELECT FROM metrics_buyingday AS day WHERE day.customer_id = case_.customer_id AND day.orders > 0
            AND day."on" > closed_on AND day."on" <= closed_on + 90))::int, 1, 0
    FROM (
        SELECT customer_id, location_id, (closed_at {_DAY} AS closed_on FROM feedback_complaint
        WHERE closed_at IS NOT NULL AND customer_id IS NOT NULL AND state <> 'merged'
    ) AS case_
"""
# Those whose answer is due: nobody can say of the others whether it came in time.
ENQUIRIES = f"""
    SELECT 'enquiries_in_time', (answer_by {_DAY}, location_id, channel,
           coalesce(first_answered_at <= answer_by, false)::int, 1, 0
    FROM engagement_enquiry
    WHERE answer_by <= %(now)s AND state <> 'spam' AND NOT (state = 'closed' AND first_answered_at IS NULL)
"""
REFERRALS = f"""
    SELECT 'referrals', (at {_DAY}, NULL::bigint, '', 1, 1, 0
    FROM customers_referral WHERE withdrawn_at IS NULL
UNION ALL
    SELECT 'k_factor', CASE WHEN is_end THEN first_on + 90 ELSE first_on END, NULL::bigint, '',
           CASE WHEN is_end THEN -1 ELSE 1 END, 0, 0
    FROM (
        SELECT min("on") AS first_on FROM customers_referral
        JOIN metrics_buyingday AS day ON day.customer_id = friend_id AND day.orders > 0
        WHERE withdrawn_at IS NULL GROUP BY friend_id
    ) AS sent, (VALUES (false), (true)) AS ends (is_end)
"""
SERVED = f"""
    FROM feedback_response AS response JOIN feedback_survey AS survey ON survey.id = survey_id
    JOIN feedback_surveyversion AS version ON version.id = version_id
    WHERE confirmed_at IS NOT NULL AND invalid_at IS NULL AND band <> '' AND NOT response.is_anonymous
        AND response.staff_id IS NOT NULL AND survey.kind = 'purchase' AND {_SHAPE} = 'stars'
"""
# By colleague they are split where somebody may see it.
COLLEAGUES = f"""
    SELECT 'praise', "on", NULL::bigint, '', 1, 1, 0 FROM feedback_praise WHERE dropped_at IS NULL
UNION ALL
    SELECT 'csat_served', (confirmed_at {_DAY}, response.location_id, '', (band = 'high')::int, 1, 0
    {SERVED}
"""
VOICES = "UNION ALL".join(
    [ANSWERS, IN_THE_SHOP, ASKED, REVIEWS, COMPLAINTS, ENQUIRIES, REFERRALS, COLLEAGUES]
)
METRICS = [
    "csat",
    "csat_complaint",
    "nps",
    "csat_code",
    "csat_tablet",
    "response_rate",
    "reviews",
    "complaints",
    "complaints_resolved",
    "complaints_reopened",
    "recovered",
    "remedied",
    "enquiries_in_time",
    "referrals",
    "k_factor",
    "praise",
    "csat_served",
]
