"""The SQL by which stages are kept, for many customers at once. Constant text; every value is a parameter."""

FRAME = """
    SELECT shop.time_zone, coalesce(rules.regular_after, %(regular_after)s),
           coalesce(rules.lapsed_after, %(lapsed_after)s), coalesce(rules.advocate_for, %(advocate_for)s)
    FROM shop_shopsettings AS shop LEFT JOIN customers_cyclerules AS rules ON true
"""
# On its own, so that the next statement sees all that others wrote before they let go.
HOLD = """
    SELECT count(*) FROM (
        SELECT id FROM customers_customer WHERE id = ANY(%(customers)s) ORDER BY id FOR NO KEY UPDATE
    ) AS held
"""
GATHER = """
    SELECT customer.id, (customer.created_at AT TIME ZONE %(zone)s)::date,
           bought.days, bought.receipts, said.rows, pinned.rows, noted.rows,
           customer.stage, customer.stage_since, customer.stage_ends_on
    FROM customers_customer AS customer
    LEFT JOIN LATERAL (
        SELECT array_agg(day ORDER BY day) AS days, array_agg(receipt ORDER BY day) AS receipts
        FROM (
            SELECT (at AT TIME ZONE %(zone)s)::date AS day, min(id) AS receipt
            FROM customers_purchase
            WHERE customer_id = customer.id AND NOT is_refund AND voided_at IS NULL
            GROUP BY 1
        ) AS buying_day
    ) AS bought ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(kind, "on", about) ORDER BY "on", id) AS rows
        FROM customers_stageevidence WHERE customer_id = customer.id AND withdrawn_at IS NULL
    ) AS said ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(stage, since, until, id) ORDER BY since, id) AS rows
        FROM customers_stagepin WHERE customer_id = customer.id
    ) AS pinned ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(concat_ws('|', effective_on, from_stage, to_stage, reason,
                                   coalesce(measure::text, ''), about)) AS rows
        FROM customers_stagechange WHERE customer_id = customer.id
    ) AS noted ON true
    WHERE customer.id = ANY(%(customers)s)
"""
# Columns travel as one text each, parted by chr(31), 'none' where there is nothing: the driver is slow at
# long arrays.
FORGET = """
    DELETE FROM customers_stagechange AS change
    USING unnest(%(customers)s::bigint[], %(days)s::date[]) AS gone (customer_id, day)
    WHERE change.customer_id = gone.customer_id AND change.effective_on = gone.day
"""
# A pin is the word of whoever pinned or lifted it, whoever made us tell it again.
REMEMBER = """
    INSERT INTO customers_stagechange (
        customer_id, effective_on, from_stage, to_stage, reason, measure, about, decided_at, by_id
    )
    SELECT change.customer_id, change.day, coalesce(change.from_stage, ''), change.to_stage, change.reason,
           change.measure, coalesce(change.about, ''), %(now)s,
           coalesce(CASE change.reason WHEN 'pinned' THEN pin.by_id ELSE pin.lifted_by_id END, %(by)s)
    FROM unnest(string_to_array(%(customers)s, chr(31))::bigint[],
                string_to_array(%(days)s, chr(31))::date[],
                string_to_array(%(froms)s, chr(31), 'none'), string_to_array(%(tos)s, chr(31)),
                string_to_array(%(reasons)s, chr(31)),
                string_to_array(%(measures)s, chr(31), 'none')::int[],
                string_to_array(%(abouts)s, chr(31), 'none'))
        AS change (customer_id, day, from_stage, to_stage, reason, measure, about)
    LEFT JOIN customers_stagepin AS pin
        ON pin.customer_id = change.customer_id AND change.about = 'customers.stagepin:' || pin.id
"""
STAND = """
    UPDATE customers_customer AS customer
    SET stage = standing.stage, stage_since = standing.since, stage_ends_on = standing.ends_on
    FROM unnest(string_to_array(%(customers)s, chr(31))::bigint[],
                string_to_array(%(stages)s, chr(31)), string_to_array(%(sinces)s, chr(31))::date[],
                string_to_array(%(ends)s, chr(31), 'none')::date[])
        AS standing (id, stage, since, ends_on)
    WHERE customer.id = standing.id
"""
