"""Each customer's own numbers: recency, frequency and money, their gap, and where that puts them."""

from customers.rhythm import LEANING, PATIENCE

# The smallest number of orders of each score above one: ties would leave fifths of customers empty.
FREQUENCY_BANDS = (2, 3, 4, 6)
# A later purchase is not known yet on the day they are counted as of.
_SUMMED = """
    SELECT customer_id, min("on") FILTER (WHERE orders > 0) AS first_on,
           max("on") FILTER (WHERE orders > 0) AS last_on, sum(orders) AS orders,
           count(DISTINCT "on") FILTER (WHERE orders > 0) AS days,
           sum(sales) AS sales, sum(refunded) AS refunded
    FROM metrics_buyingday WHERE customer_id IS NOT NULL AND "on" <= %(as_of)s AND {scope}
    GROUP BY customer_id HAVING sum(orders) > 0
"""
# What everybody bought is asked several questions: summed once, and kept as long as they are asked.
SUM_EVERYBODY = "CREATE TEMPORARY TABLE bought AS" + _SUMMED.replace("{scope}", "true")
FORGET_SUMS = "DROP TABLE bought"
# floor(5 (mean rank - 1/2) / n) + 1: those alike share a score. Kept as the smallest value that has it.
_FIFTHS = """
    SELECT ARRAY[min(value) FILTER (WHERE score >= 2), min(value) FILTER (WHERE score >= 3),
                 min(value) FILTER (WHERE score >= 4), min(value) FILTER (WHERE score >= 5)]
    FROM (
        SELECT value, 5 * (2 * (sum(alike) OVER (ORDER BY value))::bigint - alike)
            / (2 * sum(alike) OVER ())::bigint + 1 AS score
        FROM (SELECT {value} AS value, count(*) AS alike FROM bought GROUP BY 1) AS values
    ) AS ranked
"""
_SCORED = f"""
scored AS MATERIALIZED (
    SELECT *, last_on - first_on + {LEANING} * %(usual_gap)s AS span, days - 1 + {LEANING} AS gaps,
           1 + width_bucket(last_on, %(recency_bounds)s::date[]) AS recency,
           1 + width_bucket(orders, %(frequency_bands)s::bigint[]) AS frequency,
           1 + width_bucket(sales, %(money_bounds)s::numeric[]) AS money
    FROM bought
), placed AS (
    SELECT *, span::float / gaps AS gap, last_on + ({PATIENCE} * span / gaps)::int + 1 AS overdue_on, CASE
        WHEN frequency >= 4 AND recency = 5 THEN 'champions'
        WHEN frequency >= 4 AND recency >= 3 THEN 'loyal'
        WHEN frequency = 5 THEN 'precious'
        WHEN frequency >= 3 AND recency <= 2 THEN 'at_risk'
        WHEN frequency >= 2 AND recency >= 4 THEN 'potential'
        WHEN recency = 5 THEN 'new'
        WHEN recency = 4 THEN 'promising'
        WHEN frequency = 3 THEN 'attention'
        WHEN recency = 3 THEN 'sleepy'
        ELSE 'hibernating' END AS segment
    FROM scored
)
"""
_COLUMNS = """customer_id, first_on, last_on, orders, days, sales, refunded, gap, overdue_on,
    recency, frequency, money, segment"""
_KEPT = [name.strip() for name in _COLUMNS.split(",")[1:]]

EVERYBODY, THESE = "true", "customer_id = ANY(%(customers)s)"
RECENCY_BOUNDS, MONEY_BOUNDS = (_FIFTHS.replace("{value}", value) for value in ("last_on", "sales"))
# Scores as of any day, without keeping them; where everybody's sums are.
PLACED = "WITH" + _SCORED
# Somebody may have been erased since their purchases were counted.
_KEEP = (
    _SCORED
    + f"""
    SELECT {_COLUMNS} FROM placed
    WHERE EXISTS (SELECT FROM customers_customer AS known WHERE known.id = customer_id)
    ON CONFLICT (customer_id) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in _KEPT)}, is_foreseen = false
    WHERE ({", ".join(f"metrics_customerscore.{name}" for name in _KEPT)})
        IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _KEPT)})
"""
)
_INTO = f"INSERT INTO metrics_customerscore ({_COLUMNS}) WITH"
WRITE_EVERYBODY = _INTO + _KEEP
WRITE_THESE = _INTO + " bought AS (" + _SUMMED.replace("{scope}", THESE) + ")," + _KEEP
FORGET_OTHERS = """
    DELETE FROM metrics_customerscore AS score
    WHERE NOT EXISTS (SELECT FROM bought WHERE bought.customer_id = score.customer_id)
"""
FORGET_THESE = """
    DELETE FROM metrics_customerscore AS score WHERE customer_id = ANY(%(customers)s) AND NOT EXISTS (
        SELECT FROM metrics_buyingday AS day
        WHERE day.customer_id = score.customer_id AND day.orders > 0 AND day."on" <= %(as_of)s)
"""
