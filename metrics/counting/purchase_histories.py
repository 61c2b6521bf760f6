"""Each customer's buying days up to a date, as columns of numbers; and what they bought after it.

Whole columns come as bytes: a million customers are eight megabytes a column, not a million objects.
"""

from metrics.counting.scores import EVERYBODY, THESE

# The amount of a buying day to come is told by the days after the first, less what was brought back.
_COLUMNS = """
WITH visits AS (
    SELECT customer_id, "on", sum(orders) > 0 AS bought, sum(sales + refunded) AS net
    FROM metrics_buyingday
    WHERE customer_id IS NOT NULL AND "on" <= %(until)s AND {scope} GROUP BY 1, 2
), firsts AS (
    SELECT *, min("on") FILTER (WHERE bought) OVER (PARTITION BY customer_id) AS first_on FROM visits
), histories AS (
    SELECT customer_id, min(first_on) AS first_on,
           count(*) FILTER (WHERE bought AND "on" > first_on AND "on" <= %(cut)s) AS repeats,
           max("on") FILTER (WHERE bought AND "on" <= %(cut)s) AS last_on,
           sum(net) FILTER (WHERE "on" > first_on AND "on" <= %(cut)s) AS net,
           count(*) FILTER (WHERE bought AND "on" > %(cut)s) AS later
    FROM firsts WHERE first_on <= %(cut)s GROUP BY customer_id ORDER BY customer_id
)
SELECT string_agg(int8send(customer_id), ''), string_agg(int8send(repeats), ''),
       string_agg(int8send(last_on - first_on), ''), string_agg(int8send(%(cut)s::date - first_on), ''),
       string_agg(float8send(greatest(coalesce(net / nullif(repeats, 0), 0), 0)::float8), ''),
       string_agg(int8send(later), '')
FROM histories
"""
OF_EVERYBODY, OF_THESE = (_COLUMNS.replace("{scope}", scope) for scope in (EVERYBODY, THESE))
