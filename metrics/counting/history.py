"""What buying days add to metrics: each a row of (metric, day, place, way, numerator, denominator, squares).

How things stand is told by what changes: plus one on the day it begins to be true of a customer, less one on
the day it ends. Where a customer buys at several places in turn, they belong to where they bought last.
"""

from metrics.counting.silence import SILENT_BY_FIRST_VISIT, SILENT_BY_NEXT_VISIT, SILENT_BY_VISIT, each
from metrics.definitions.churn import SILENCES
from metrics.definitions.repeat import WITHIN

# Three own gaps of silence, where an own gap leans on the shop's; see customers/rhythm.py.
OVERDUE_ON = """("on" + (3 * (("on" - first_on) + 2 * %(usual_gap)s) / (nth + 1))::int + 1)"""

# `days` says whose; it is a question of our own. The order is that of the index: nothing is sorted again.
HISTORY = """
WITH rows AS MATERIALIZED (
    SELECT customer_id, "on", location_id, channel, orders, sales, refunds,
           min("on") FILTER (WHERE orders > 0) OVER (PARTITION BY customer_id) AS first_on
    FROM ({days}) AS counted ORDER BY customer_id, "on"
), visits AS (
    SELECT customer_id, "on", min(location_id) AS location_id, min(channel) AS channel,
           sum(orders) AS orders, sum(sales) AS sales
    FROM rows WHERE customer_id IS NOT NULL AND orders > 0 GROUP BY 1, 2
), history AS MATERIALIZED (
    SELECT customer_id, "on", location_id, channel, orders, sales, sum(orders) OVER in_order AS so_far,
           row_number() OVER in_order AS nth, first_value("on") OVER in_order AS first_on,
           first_value(location_id) OVER in_order AS first_location_id,
           first_value(channel) OVER in_order AS first_channel,
           lag("on") OVER in_order AS previous_on, lead("on") OVER in_order AS next_on,
           (lag(location_id) OVER in_order, lag(channel) OVER in_order)
               IS DISTINCT FROM (location_id, channel) AS moves_here,
           (lead(location_id) OVER in_order, lead(channel) OVER in_order)
               IS DISTINCT FROM (location_id, channel) AS moves_on
    FROM visits WINDOW in_order AS (PARTITION BY customer_id ORDER BY "on")
)
"""
SALES = """
    SELECT metric, "on", location_id, channel, numerator, denominator::numeric, 0::numeric AS squares
    FROM (
        SELECT "on", location_id, channel, sum(sales) AS sold, sum(orders) AS orders, sum(refunds) AS refunds,
               sum(orders) FILTER (WHERE customer_id IS NOT NULL) AS known,
               sum(sales) FILTER (WHERE is_buyer AND "on" = first_on) AS new_sold,
               sum(orders) FILTER (WHERE is_buyer AND "on" = first_on) AS new_orders,
               sum(sales) FILTER (WHERE is_buyer AND "on" > first_on) AS more_sold,
               sum(orders) FILTER (WHERE is_buyer AND "on" > first_on) AS more_orders
        FROM (SELECT *, customer_id IS NOT NULL AND orders > 0 AS is_buyer FROM rows) AS row GROUP BY 1, 2, 3
    ) AS day CROSS JOIN LATERAL (
        VALUES ('sales', sold, orders), ('orders', orders, orders), ('refunds', refunds, orders),
               ('known_share', coalesce(known, 0), orders), ('new_revenue', new_sold, new_orders),
               ('returning_revenue', more_sold, more_orders)
    ) AS sums (metric, numerator, denominator) WHERE numerator IS NOT NULL
"""
AGAIN = """count(*) FILTER (WHERE nth = 1 AND next_on - "on" <= {days}) AS again_{days}"""
# What is counted on the day of a visit, or so many days after it: one pass, and a row for each sum.
BY_VISIT = f"""
, begun AS (
    SELECT "on", location_id, channel, count(*) FILTER (WHERE nth = 1) AS firsts,
           count(*) FILTER (WHERE nth = 2) AS seconds, sum(orders) AS orders,
           count(*) FILTER (WHERE so_far >= 2 AND so_far - orders < 2) AS second_orders,
           {each(AGAIN, WITHIN)},
           count(*) FILTER (WHERE previous_on IS NULL OR moves_here OR "on" > previous_on + 90) AS came,
           count(*) FILTER (
               WHERE next_on IS NULL OR next_on > "on" + 90 OR moves_on AND next_on = "on" + 90) AS stayed,
           {each(SILENT_BY_VISIT, SILENCES)}
    FROM history GROUP BY 1, 2, 3
)
"""
VISITS = f"""
UNION ALL
    SELECT metric, "on" + later, location_id, channel, numerator, denominator, 0
    FROM begun CROSS JOIN LATERAL (
        VALUES ('new_customers', 0, firsts, firsts), ('repeat_orders', 0, orders - firsts, orders),
               ('repeat_by_day', 0, seconds, firsts), ('repeat_by_order', 0, second_orders, firsts),
               {each("('repeat_within_{days}', 0, again_{days}, firsts)", WITHIN)},
               ('active', 0, came, came), ('active', 90, -stayed, -stayed), ('overdue', 0, 0, firsts),
               {each("('silent_{days}', {days}, silent_{days}, 0)", SILENCES)},
               {each("('silent_{days}', 0, 0, moved_{days})", SILENCES)}
    ) AS sums (metric, later, numerator, denominator)
"""
# And what ends with the next visit: a silence, an hour at the place where they bought before.
BY_NEXT_VISIT = f"""
, ended AS (
    SELECT next_on, location_id, channel,
           count(*) FILTER (WHERE moves_on AND next_on < "on" + 90) AS went,
           count(*) FILTER (WHERE next_on > {OVERDUE_ON}) AS no_longer_overdue,
           {each(SILENT_BY_NEXT_VISIT, SILENCES)}
    FROM history WHERE next_on IS NOT NULL GROUP BY 1, 2, 3
)
"""
NEXT_VISITS = f"""
UNION ALL
    SELECT metric, next_on, location_id, channel, numerator, denominator, 0
    FROM ended CROSS JOIN LATERAL (
        VALUES ('active', -went, -went), ('overdue', -no_longer_overdue, 0),
               {each("('silent_{days}', -broken_{days}, -moved_{days})", SILENCES)}
    ) AS sums (metric, numerator, denominator)
UNION ALL
    SELECT 'overdue', {OVERDUE_ON}, location_id, channel, count(*), 0, 0
    FROM history WHERE next_on IS NULL OR next_on > {OVERDUE_ON} GROUP BY 2, 3, 4
"""
# Whom one could call silent: everybody first seen so long ago, where they bought last by then.
BY_FIRST_VISIT = f"""
, known_since AS (
    SELECT first_on, location_id, channel, {each(SILENT_BY_FIRST_VISIT, SILENCES)}
    FROM history WHERE "on" <= first_on + {max(SILENCES)} GROUP BY 1, 2, 3
)
"""
FIRST_VISITS = f"""
UNION ALL
    SELECT metric, first_on + later, location_id, channel, 0, known, 0
    FROM known_since CROSS JOIN LATERAL (
        VALUES {each("('silent_{days}', {days}, known_{days})", SILENCES)}
    ) AS sums (metric, later, known)
"""
# Of those who bought in the 90 days before the last 90: who bought in the last too; at their first place.
# Bought in both is bought in one, plus bought in the other, less bought in the 180 days that both make.
BY_FIRST_PLACE = """
, began AS (
    SELECT "on", first_location_id AS location_id, first_channel AS channel,
           count(*) FILTER (WHERE previous_on IS NULL OR "on" > previous_on + 90) AS came_90,
           count(*) FILTER (WHERE next_on IS NULL OR next_on > "on" + 90) AS left_90,
           count(*) FILTER (WHERE previous_on IS NULL OR "on" > previous_on + 180) AS came_180,
           count(*) FILTER (WHERE next_on IS NULL OR next_on > "on" + 180) AS left_180
    FROM history GROUP BY 1, 2, 3
)
"""
RETENTION = """
UNION ALL
    SELECT 'retention', "on" + later, location_id, channel, in_both, earlier, 0
    FROM began CROSS JOIN LATERAL (
        VALUES (0, came_90 - came_180, 0), (90, came_90 - left_90, came_90),
               (180, left_180 - left_90, -left_90)
    ) AS sums (later, in_both, earlier)
"""
EVENTS = SALES + VISITS + NEXT_VISITS + FIRST_VISITS + RETENTION


def events_of(days: str) -> tuple[str, str]:
    """All that these buying days add: the WITH a statement begins with, and what is selected from it."""
    counted = BY_VISIT + BY_NEXT_VISIT + BY_FIRST_VISIT + BY_FIRST_PLACE
    return HISTORY.replace("{days}", days) + counted, EVENTS
