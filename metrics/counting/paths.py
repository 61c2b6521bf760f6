"""Everybody's way through the cycle, as daily sums: who became known, who went on in time, who stands where.

Too much to be counted anew every few minutes in a large shop: there it is done by night.
"""

from metrics.definitions.cycle import GOES_ON_WITHIN

_BUYERS = "('conversion', 'retention', 'advocacy')"
# The day each first stood there. `scope` says of whom; it is one of our own words.
PATHS = f"""
    SELECT customer_id, min(effective_on) FILTER (WHERE from_stage = '') AS known_on,
           min(effective_on) FILTER (WHERE to_stage IN {_BUYERS}) AS buyer_on,
           min(effective_on) FILTER (WHERE to_stage IN ('retention', 'advocacy')) AS regular_on,
           min(effective_on) FILTER (WHERE to_stage = 'advocacy') AS advocate_on
    FROM customers_stagechange WHERE {{of_moved}} GROUP BY customer_id
UNION ALL
    SELECT id, stage_since, NULL, NULL, NULL FROM customers_customer AS known
    WHERE stage = 'attraction' AND stage_since IS NOT NULL AND {{of_known}} AND NOT EXISTS (
        SELECT FROM customers_stagechange AS change WHERE change.customer_id = known.id)
"""
EVERYBODY = PATHS.format(of_moved="true", of_known="true")
# Each arrival, and whether they went on in time.
ARRIVALS = f"""
    VALUES ('new_contacts', known_on, true),
           ('contact_to_buyer', known_on, buyer_on - known_on <= {GOES_ON_WITHIN["contact_to_buyer"]}),
           ('buyer_to_regular', buyer_on, regular_on - buyer_on <= {GOES_ON_WITHIN["buyer_to_regular"]}),
           ('regular_to_advocate', regular_on,
            advocate_on - regular_on <= {GOES_ON_WITHIN["regular_to_advocate"]})
"""
ADVOCATES = f"""
    SELECT 'advocates' AS metric, effective_on AS "on", NULL::bigint AS location_id, '' AS channel,
           (to_stage = 'advocacy')::int - (from_stage = 'advocacy')::int AS numerator,
           ((to_stage IN {_BUYERS})::int - (from_stage IN {_BUYERS})::int)::numeric AS denominator,
           0::numeric AS squares
    FROM customers_stagechange
    WHERE (to_stage = 'advocacy') <> (from_stage = 'advocacy')
        OR (to_stage IN {_BUYERS}) <> (from_stage IN {_BUYERS})
"""
WENT_ON = f"""
    SELECT metric, "on", NULL::bigint, '', count(*) FILTER (WHERE is_in_time), count(*), 0
    FROM ({EVERYBODY}) AS path CROSS JOIN LATERAL ({ARRIVALS}) AS arrivals (metric, "on", is_in_time)
    WHERE "on" IS NOT NULL GROUP BY 1, 2
"""
WRITTEN_DOWN = """
    SELECT 'interactions', (at AT TIME ZONE %(zone)s)::date, location_id, channel, 1, 1, 0
    FROM customers_interaction WHERE staff_id IS NOT NULL AND about = '' AND withdrawn_at IS NULL
"""
EVENTS = "UNION ALL".join([ADVOCATES, WENT_ON, WRITTEN_DOWN])
METRICS = ["advocates", "new_contacts", *GOES_ON_WITHIN, "interactions"]
