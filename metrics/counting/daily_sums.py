"""Putting what is counted into the daily sums."""

_COLUMNS = 'metric, "on", location_id, channel, numerator, denominator, squares'
_PLACE = 'metric, "on", location_id, channel'
_GROUPED = """
    SELECT metric, "on", location_id, channel, sum(numerator) AS numerator, sum(denominator) AS denominator,
           sum(squares) AS squares
    FROM ({events}) AS event GROUP BY 1, 2, 3, 4
    HAVING (sum(numerator), sum(denominator), sum(squares)) <> (0, 0, 0)
"""
# `with` names what is counted from, `beside` what is added to the cohorts in the same breath, `into` where
# to: straight into the sums where there are none, otherwise among what has moved.
ADD = f"""
    {{with}}, of_cohorts AS ({{beside}})
    INSERT INTO {{into}} ({_COLUMNS})
    SELECT {_PLACE}, %(sign)s * numerator, %(sign)s * denominator, %(sign)s * squares
    FROM ({_GROUPED}) AS day
"""
SUMS, MOVED = "metrics_dailysum", "moved_sums"
# Nearly all that is taken away from a few customers' days comes back: only the difference is written.
BEGIN_MOVING = f"CREATE TEMPORARY TABLE {MOVED} ON COMMIT DROP AS SELECT {_COLUMNS} FROM {SUMS} WITH NO DATA"
MOVE = f"""
    INSERT INTO {SUMS} ({_COLUMNS}) {_GROUPED.format(events=f"SELECT * FROM {MOVED}")}
    ON CONFLICT ({_PLACE}) DO UPDATE SET
        numerator = metrics_dailysum.numerator + excluded.numerator,
        denominator = metrics_dailysum.denominator + excluded.denominator,
        squares = metrics_dailysum.squares + excluded.squares
"""
DONE_MOVING = f"DROP TABLE {MOVED}"
TIDY = "DELETE FROM metrics_dailysum WHERE numerator = 0 AND denominator = 0 AND squares = 0"
# For tables that are small enough to be counted whole: only what differs is written.
SETTLE = f"""
    WITH fresh AS MATERIALIZED ({_GROUPED}), gone AS (
        DELETE FROM metrics_dailysum AS kept
        WHERE metric = ANY(%(metrics)s) AND NOT EXISTS (
            SELECT FROM fresh WHERE fresh.metric = kept.metric AND fresh."on" = kept."on"
                AND coalesce(fresh.location_id, 0) = coalesce(kept.location_id, 0)
                AND fresh.channel = kept.channel)
    )
    INSERT INTO metrics_dailysum ({_COLUMNS}) SELECT {_COLUMNS} FROM fresh
    ON CONFLICT ({_PLACE}) DO UPDATE SET
        numerator = excluded.numerator, denominator = excluded.denominator, squares = excluded.squares
    WHERE (metrics_dailysum.numerator, metrics_dailysum.denominator, metrics_dailysum.squares)
        IS DISTINCT FROM (excluded.numerator, excluded.denominator, excluded.squares)
"""
