"""What a list comes to, and what everybody else does: each statement gives a row for either side."""

from metrics.counting.voices import _SHAPE
from metrics.models import RfmSegment

_CHOSEN = "WITH chosen (id) AS MATERIALIZED ({chosen})"
_SEGMENTS = ", ".join(
    f"count(*) FILTER (WHERE score.segment = '{segment.value}') AS {segment.value}" for segment in RfmSegment
)
# How many, the sum, and the sum of the squares: all that a mean and its interval need.
_MEAN = "count({0}), coalesce(sum({0}), 0)::float8, coalesce(sum({0}::float8 ^ 2), 0)"
PEOPLE = f"""
    {_CHOSEN}
    SELECT chosen.id IS NOT NULL, count(*), count(score.customer_id), count(*) FILTER (WHERE score.days > 1),
           count(*) FILTER (WHERE score.overdue_on <= %s),
           {_MEAN.format("score.p_buys")}, {_MEAN.format("score.expected_value")}, {_SEGMENTS}
    FROM customers_customer AS customer LEFT JOIN chosen ON chosen.id = customer.id
    LEFT JOIN metrics_customerscore AS score ON score.customer_id = customer.id
    GROUP BY 1
"""
# Whoever bought before the year, and nothing in it, spent nothing: the number of buyers stands above.
DAYS = f"""
    {_CHOSEN}
    SELECT chosen.id IS NOT NULL, count(*) FILTER (WHERE before), count(*) FILTER (WHERE before AND lately),
           {_MEAN.format("spent")}
    FROM (
        SELECT customer_id, sum(sales + refunded) AS spent,
               bool_or(orders > 0 AND "on" BETWEEN %s AND %s) AS before,
               bool_or(orders > 0 AND "on" > %s) AS lately
        FROM metrics_buyingday
        WHERE customer_id IS NOT NULL AND "on" > %s AND "on" <= %s GROUP BY customer_id
    ) AS bought JOIN customers_customer AS customer ON customer.id = customer_id
    LEFT JOIN chosen ON chosen.id = customer.id
    GROUP BY 1
"""
# As the figures of the whole shop: of each customer the latest answer by mail.
ANSWERS = f"""
    {_CHOSEN}
    SELECT chosen.id IS NOT NULL, metric, count(*), count(*) FILTER (WHERE band = 'high'),
           count(*) FILTER (WHERE band = 'low')
    FROM (
        SELECT DISTINCT ON (metric, customer_id) metric, customer_id, band
        FROM (
            SELECT response.id, customer_id, band, (confirmed_at AT TIME ZONE %s)::date AS "on",
                   CASE survey.kind WHEN 'purchase' THEN 'csat' WHEN 'complaint' THEN 'csat_complaint'
                       ELSE 'nps' END AS metric
            FROM feedback_response AS response JOIN feedback_survey AS survey ON survey.id = survey_id
            JOIN feedback_surveyversion AS version ON version.id = version_id
            WHERE confirmed_at >= %s AND invalid_at IS NULL AND band <> ''
                AND response.channel = 'mail' AND customer_id IS NOT NULL
                AND (survey.kind IN ('purchase', 'complaint') AND {_SHAPE} = 'stars'
                    OR survey.kind = 'likely' AND {_SHAPE} = 'likely')
        ) AS answer ORDER BY metric, customer_id, "on" DESC, id DESC
    ) AS latest LEFT JOIN chosen ON chosen.id = customer_id
    GROUP BY 1, 2
"""
