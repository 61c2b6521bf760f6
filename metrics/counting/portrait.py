"""What the whole past of a shop looks like on one day; it looks at every buying day until then."""

_VISITS = """
WITH visits AS (
    SELECT customer_id, "on", sum(orders) AS orders, sum(sales) AS sales,
           min("on") OVER (PARTITION BY customer_id) AS first_on,
           lag("on") OVER (PARTITION BY customer_id ORDER BY "on") AS previous_on
    FROM metrics_buyingday WHERE customer_id IS NOT NULL AND orders > 0 AND "on" <= %(as_of)s
    GROUP BY customer_id, "on"
)
"""
COHORTS = (
    _VISITS
    + """
    SELECT date_trunc('month', first_on)::date AS cohort, date_trunc('month', "on")::date AS month,
           count(DISTINCT customer_id), sum(orders)::int, sum(sales)
    FROM visits GROUP BY 1, 2 ORDER BY 1, 2
"""
)
GAPS = (
    _VISITS
    + """
    SELECT count(*), avg(gap)::float, percentile_cont(%(parts)s::float[]) WITHIN GROUP (ORDER BY gap)
    FROM (SELECT "on" - previous_on AS gap FROM visits WHERE previous_on IS NOT NULL) AS gaps
"""
)
# Of two periods, each from one day to another: who bought in them.
RETAINED = """
    SELECT count(*) FILTER (WHERE was), count(*) FILTER (WHERE is_), count(*) FILTER (WHERE was AND is_),
           count(*) FILTER (WHERE is_ AND first_on >= %(second_first)s),
           count(*) FILTER (WHERE is_ AND NOT was AND first_on < %(second_first)s)
    FROM (
        SELECT bool_or("on" BETWEEN %(first_first)s AND %(first_last)s) AS was,
               bool_or("on" BETWEEN %(second_first)s AND %(second_last)s) AS is_, min("on") AS first_on
        FROM metrics_buyingday WHERE customer_id IS NOT NULL AND orders > 0 GROUP BY customer_id
    ) AS customers
"""
# What the largest spenders bring, for each part of all customers.
CONCENTRATION = (
    _VISITS
    + """
    SELECT part, sum(spent) FILTER (WHERE place <= ceil(part * known)) / nullif(sum(spent), 0)
    FROM unnest(%(parts)s::numeric[]) AS part, (
        SELECT sum(sales) AS spent, row_number() OVER (ORDER BY sum(sales) DESC) AS place,
               count(*) OVER () AS known
        FROM visits GROUP BY customer_id
    ) AS customers
    GROUP BY part ORDER BY part
"""
)
