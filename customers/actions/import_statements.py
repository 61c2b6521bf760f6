"""The SQL by which staged lines become purchases. Constant text; every value is a parameter.

`import_order` is a temporary table: one row for each order of the piece at hand.
"""

ORDERS = """
    CREATE TEMPORARY TABLE import_order ON COMMIT DROP AS
    WITH line AS (
        SELECT * FROM customers_importline
        WHERE data_import_id = %(import)s AND anchor > %(after)s AND anchor <= %(to)s AND outcome = ''
    ), whose AS (
        SELECT * FROM unnest(%(kinds)s::text[], %(whos)s::text[], %(customers)s::bigint[])
            AS whose (kind, who, customer_id)
    ), summed AS (
        SELECT order_number, min(anchor) AS anchor,
               (array_agg(at ORDER BY number))[1] AS at,
               round(sum(quantity * unit_price - discount), 4) AS total,
               bool_or(is_refund) OR sum(quantity * unit_price - discount) < 0 AS is_refund,
               greatest(count(*) FILTER (WHERE NOT starts_with(product_code, '+')), 1) AS items,
               (array_agg(who_kind ORDER BY number) FILTER (WHERE who <> ''))[1] AS who_kind,
               (array_agg(who ORDER BY number) FILTER (WHERE who <> ''))[1] AS who,
               max(product_name) FILTER (WHERE naming = 1) AS first_name,
               max(product_name) FILTER (WHERE naming = 2) AS second_name,
               bool_or(naming = 3) AS has_more,
               (array_agg(place ORDER BY number) FILTER (WHERE place <> ''))[1] AS place,
               (array_agg(staff ORDER BY number) FILTER (WHERE staff <> ''))[1] AS staff
        FROM line GROUP BY order_number
    )
    SELECT summed.*, whose.customer_id,
           known.id IS NULL AND (summed.who IS NULL OR whose.customer_id IS NOT NULL) AS is_new,
           CASE
               WHEN known.id IS NOT NULL AND known.total <> summed.total THEN %(differs)s
               WHEN known.id IS NULL AND summed.who IS NOT NULL AND whose.customer_id IS NULL
                   THEN %(ambiguous)s
               ELSE ''
           END AS refusal,
           (SELECT id FROM shop_location WHERE lower(name) = lower(summed.place)
            ORDER BY closed_at DESC NULLS FIRST, id LIMIT 1) AS location_id,
           (SELECT min(id) FROM shop_user WHERE lower(summed.staff) IN (lower(name), lower(email))
            HAVING count(*) = 1) AS staff_id,
           known.id AS known_id,
           known.customer_id AS known_customer_id
    FROM summed
    LEFT JOIN whose ON whose.kind = summed.who_kind AND whose.who = summed.who
    LEFT JOIN customers_purchase AS known
        ON known.source = %(source)s AND known.external_id = summed.order_number
"""
PURCHASES = """
    INSERT INTO customers_purchase (
        customer_id, at, is_refund, total, currency, channel, location_id, staff_id, source, external_id,
        is_demo, created_at
    )
    SELECT customer_id, at, is_refund, total, %(currency)s, '', location_id, staff_id, %(source)s,
           order_number, false, now()
    FROM import_order WHERE is_new ORDER BY at, order_number
"""
LINES = """
    INSERT INTO customers_purchaseline (
        purchase_id, position, product_code, product_name, category, quantity, unit_price, discount
    )
    SELECT purchase.id, line.position, line.product_code, line.product_name, line.category,
           line.quantity, line.unit_price, line.discount
    FROM import_order
    JOIN customers_purchase AS purchase
        ON purchase.source = %(source)s AND purchase.external_id = import_order.order_number
    JOIN customers_importline AS line
        ON line.data_import_id = %(import)s AND line.anchor > %(after)s AND line.anchor <= %(to)s
        AND line.outcome = '' AND line.order_number = import_order.order_number
    WHERE import_order.is_new
"""
REFUNDS = """
    UPDATE customers_purchase AS refund SET refund_of_id = sale.id
    FROM import_order JOIN customers_purchase AS sale
        ON sale.source = %(source)s AND sale.external_id || %(refund)s = import_order.order_number
    WHERE import_order.is_new AND import_order.order_number LIKE '%%' || %(refund)s
        AND refund.source = %(source)s AND refund.external_id = import_order.order_number
"""
TIMELINE = """
    INSERT INTO customers_interaction (
        customer_id, kind, at, text, direction, channel, location_id, mood, outcome, about, version,
        created_at
    )
    SELECT purchase.customer_id, CASE WHEN purchase.is_refund THEN 'refund' ELSE 'purchase' END,
           purchase.at,
           CASE WHEN first_name IS NULL THEN counted
                ELSE format(%(listing)s, counted, first_name || coalesce(', ' || second_name, '')
                            || CASE WHEN has_more THEN ', …' ELSE '' END) END,
           '', '', purchase.location_id, '', '', 'customers.purchase:' || purchase.id, 1, now()
    FROM import_order
    CROSS JOIN LATERAL (
        SELECT format(CASE WHEN items = 1 THEN %(one)s ELSE %(many)s END, items) AS counted
    ) AS words
    JOIN customers_purchase AS purchase
        ON purchase.source = %(source)s AND purchase.external_id = import_order.order_number
    WHERE import_order.is_new AND purchase.customer_id IS NOT NULL
"""
LEDGER = """
    INSERT INTO customers_importrow (
        data_import_id, number, outcome, reason, cells, customer_id, purchase_id
    )
    SELECT line.data_import_id, line.number,
           CASE WHEN line.outcome <> '' THEN line.outcome
                WHEN import_order.refusal <> '' THEN 'refused'
                WHEN import_order.is_new THEN 'created' ELSE 'unchanged' END,
           CASE WHEN line.outcome <> '' THEN line.reason ELSE import_order.refusal END,
           line.cells, coalesce(purchase.customer_id, whose.customer_id), purchase.id
    FROM customers_importline AS line
    LEFT JOIN import_order ON line.outcome = '' AND import_order.order_number = line.order_number
    LEFT JOIN customers_purchase AS purchase
        ON purchase.source = %(source)s AND purchase.external_id = import_order.order_number
        AND import_order.refusal = ''
    LEFT JOIN unnest(%(kinds)s::text[], %(whos)s::text[], %(customers)s::bigint[])
        AS whose (kind, who, customer_id) ON whose.kind = line.who_kind AND whose.who = line.who
    WHERE line.data_import_id = %(import)s AND line.anchor > %(after)s AND line.anchor <= %(to)s
        AND (line.number < %(part)s OR line.number > %(of_a_refund)s)
"""
BOUNDARY = """
    SELECT max(anchor), count(*) FROM (
        SELECT anchor FROM customers_importline
        WHERE data_import_id = %(import)s AND anchor > %(after)s ORDER BY anchor LIMIT %(piece)s
    ) AS piece
"""
COUNTS = """
    SELECT CASE WHEN line.outcome <> '' THEN line.outcome
                WHEN import_order.refusal <> '' THEN 'refused'
                WHEN import_order.is_new THEN 'created' ELSE 'unchanged' END AS outcome,
           count(*)
    FROM customers_importline AS line
    LEFT JOIN import_order ON line.outcome = '' AND import_order.order_number = line.order_number
    WHERE line.data_import_id = %(import)s AND line.anchor > %(after)s AND line.anchor <= %(to)s
        AND (line.number < %(part)s OR line.number > %(of_a_refund)s)
    GROUP BY 1
"""
MONEY = """
    SELECT CASE WHEN is_refund THEN 'refunds' ELSE 'sales' END
               || CASE WHEN who IS NULL THEN '_walk_in' ELSE '' END,
           count(*), sum(items), sum(total)
    FROM import_order WHERE is_new GROUP BY 1
"""
REFUSALS = """
    SELECT line.number & (%(part)s - 1), import_order.refusal, line.order_number
    FROM import_order JOIN customers_importline AS line
        ON line.data_import_id = %(import)s AND line.outcome = ''
        AND line.order_number = import_order.order_number
    WHERE import_order.refusal <> '' AND (line.number < %(part)s OR line.number > %(of_a_refund)s)
    ORDER BY 1 LIMIT 5
"""
TAKEN_SAMPLES = """
    SELECT CASE WHEN first.is_new THEN 'created' ELSE 'unchanged' END,
           line.number & (%(part)s - 1), line.order_number, line.who, line.product_name,
           trim_scale(line.quantity), trim_scale(line.unit_price)
    FROM (
        (SELECT * FROM import_order WHERE is_new ORDER BY anchor LIMIT 5)
        UNION ALL
        (SELECT * FROM import_order WHERE NOT is_new AND refusal = '' ORDER BY anchor LIMIT 5)
    ) AS first
    JOIN customers_importline AS line
        ON line.data_import_id = %(import)s AND line.outcome = ''
        AND line.anchor = first.anchor AND line.order_number = first.order_number
    WHERE line.number < %(part)s OR line.number > %(of_a_refund)s
    ORDER BY line.anchor, 2, line.number
"""
STAFF = """
    SELECT DISTINCT staff FROM import_order WHERE is_new AND staff_id IS NULL AND staff IS NOT NULL
    ORDER BY 1 LIMIT 10
"""
PLACES = """
    SELECT DISTINCT place FROM import_order WHERE is_new AND location_id IS NULL AND place IS NOT NULL
    ORDER BY 1 LIMIT 10
"""
