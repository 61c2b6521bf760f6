"""How much a customer has to do with the shop: what they did lately, each kind by the usual of the shop.

Kumar et al. 2010: buying, talking, recommending and telling us what they think are each worth something.
"""

HALF_LIFE = 90  # days after which something done counts half
WEIGHTS = {"purchase": 40, "interaction": 20, "advocacy": 25, "feedback": 15}
FEWEST_EVENTS = 3
OPEN_COMPLAINT = 15
# What a customer did when it was not buying, recommending or answering a survey.
TALKING = [
    *("visit", "call", "question", "compliment", "email", "message", "social", "letter"),
    *("asked_did_not_buy", "enquiry", "mail_in", "voucher_used"),
]
_DAY = "AT TIME ZONE %(zone)s)::date"
_FELT = """power(2, ("on" - %(as_of)s::date) / %(half_life)s::float)"""
_FELT_THEN = _FELT.replace("as_of", "then")
_COMPLAINING = f"""
    SELECT customer_id FROM feedback_complaint
    WHERE customer_id IS NOT NULL AND state <> 'merged' AND (received_at {_DAY} <= %(as_of)s
        AND (closed_at IS NULL OR (closed_at {_DAY} > %(as_of)s)
"""
# Put together at the end: an object for each row of a million would not fit into memory.
_PARTS = ", ".join(
    f"'{part}', round((100 * max(share) FILTER (WHERE part = '{part}'))::numeric, 1)" for part in WEIGHTS
)
# Everybody's visits as of a day, and as of the day by which the score of then is judged: walked through once.
SUM_VISITS = f"""
CREATE TEMPORARY TABLE visited AS
SELECT customer_id, max("on") AS last_on, count(*) AS events, sum({_FELT}) AS felt,
       max("on") FILTER (WHERE NOT is_later) AS last_then,
       count(*) FILTER (WHERE NOT is_later) AS events_then,
       sum({_FELT_THEN}) FILTER (WHERE NOT is_later) AS felt_then, bool_or(is_later) AS came
FROM (
    SELECT DISTINCT customer_id, "on", "on" > %(then)s AS is_later FROM metrics_buyingday
    WHERE customer_id IS NOT NULL AND orders > 0 AND "on" <= %(as_of)s
) AS visit GROUP BY 1
"""
FORGET_VISITS = "DROP TABLE visited"
_KNOWN = "SELECT customer_id, last_on, events, felt, came FROM visited"
_KNOWN_THEN = """
    SELECT customer_id, last_then AS last_on, events_then AS events, felt_then AS felt, came
    FROM visited WHERE events_then > 0
"""
_SCORED = f"""
WITH known AS ({{known}}), events AS (
    SELECT customer_id, 'interaction' AS part, (at {_DAY} AS "on" FROM customers_interaction
    WHERE withdrawn_at IS NULL AND kind = ANY(%(talking)s)
UNION ALL
    SELECT customer_id, 'interaction', (told.at {_DAY} FROM engagement_messageevent AS told
    JOIN engagement_message AS mail ON mail.id = told.message_id AND mail.customer_id IS NOT NULL
    WHERE told.kind = 'clicked'
UNION ALL
    SELECT customer_id, 'advocacy', "on" FROM customers_stageevidence WHERE withdrawn_at IS NULL
UNION ALL
    SELECT customer_id, 'feedback', (confirmed_at {_DAY} FROM feedback_response
    WHERE customer_id IS NOT NULL AND confirmed_at IS NOT NULL AND invalid_at IS NULL
), felt AS (
    SELECT customer_id, 'purchase' AS part, events, felt FROM known
UNION ALL
    SELECT customer_id, part, count(*), sum({_FELT})
    FROM events WHERE "on" <= %(as_of)s AND customer_id IN (SELECT customer_id FROM known) GROUP BY 1, 2
), usual AS (
    SELECT part, weight, percentile_cont(0.5) WITHIN GROUP (ORDER BY felt) AS felt
    FROM felt JOIN jsonb_to_recordset(%(weights)s::jsonb) AS weights (part text, weight int) USING (part)
    GROUP BY 1, 2
), shares AS (
    SELECT customer_id, part, felt.events, weight, 1 - power(2, -felt.felt / usual.felt) AS share
    FROM felt JOIN usual USING (part)
), scored AS (
    SELECT customer_id, last_on, came, sum(shares.events) AS events,
           jsonb_strip_nulls(jsonb_build_object({_PARTS})) AS parts,
           100 * sum(weight * share) / (SELECT sum(weight) FROM usual)
               - CASE WHEN customer_id IN ({_COMPLAINING}) THEN %(open_complaint)s ELSE 0 END AS score
    FROM shares JOIN known USING (customer_id) GROUP BY 1, 2, 3
)
"""
# In the order of the table: each of its pages is fetched once, and once those of its indexes.
WRITE = (
    _SCORED.format(known=_KNOWN)
    + """
    UPDATE metrics_customerscore AS kept SET engagement = said.engagement, engagement_parts = said.parts
    FROM (
        SELECT customer_id, round(greatest(score, 0)::numeric, 1) AS engagement, parts
        FROM scored WHERE events >= %(fewest)s ORDER BY customer_id
    ) AS said
    WHERE said.customer_id = kept.customer_id
        AND (kept.engagement, kept.engagement_parts) IS DISTINCT FROM (said.engagement, said.parts)
"""
)
FORGET = """
    UPDATE metrics_customerscore SET engagement = NULL, engagement_parts = NULL WHERE engagement IS NOT NULL
"""
# How well the score of a day tells who buys in the 90 days after (area under the curve), and recency alone.
JUDGED = (
    _SCORED.format(known=_KNOWN_THEN)
    + """
    SELECT count(*) FILTER (WHERE came), count(*) FILTER (WHERE NOT came),
           sum(by_score) FILTER (WHERE came)::float, sum(by_recency) FILTER (WHERE came)::float
    FROM (
        SELECT came,
               rank() OVER (ORDER BY score) + (count(*) OVER (PARTITION BY score) - 1) / 2.0 AS by_score,
               rank() OVER (ORDER BY last_on) + (count(*) OVER (PARTITION BY last_on) - 1) / 2.0 AS by_recency
        FROM (
            SELECT score, last_on, came FROM scored WHERE events >= %(fewest)s
        ) AS told
    ) AS ranked
"""
)
