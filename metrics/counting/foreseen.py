"""Writing what the purchase models say of each customer: from a fresh table, and only where it differs."""

FRESH = """
CREATE TEMPORARY TABLE foreseen (
    customer_id bigint PRIMARY KEY, p_buys float8, p_alive float8, expected_days float8, expected_value float8
) ON COMMIT DROP
"""
DONE = "DROP TABLE foreseen"
COPY = "COPY foreseen FROM STDIN (FORMAT binary)"
_MOVED = "(score.p_buys, score.p_alive, score.expected_days, score.expected_value, score.is_foreseen)"
# What may not be said comes as "not a number" and is kept as nothing.
WRITE = f"""
UPDATE metrics_customerscore AS score
SET (p_buys, p_alive, expected_days, expected_value, is_foreseen)
    = (said.p_buys, said.p_alive, said.expected_days, said.expected_value, true)
FROM (
    SELECT customer_id, p_buys, nullif(p_alive, 'NaN') AS p_alive, expected_days,
           round(nullif(expected_value, 'NaN')::numeric, 4) AS expected_value
    FROM foreseen ORDER BY customer_id
) AS said
WHERE score.customer_id = said.customer_id
    AND {_MOVED} IS DISTINCT FROM
        (said.p_buys, said.p_alive, said.expected_days, said.expected_value, true)
"""
SAY_NOTHING = """
UPDATE metrics_customerscore
SET p_buys = NULL, p_alive = NULL, expected_days = NULL, expected_value = NULL, is_foreseen = false
WHERE num_nonnulls(p_buys, p_alive, expected_days, expected_value) > 0 OR is_foreseen
"""
