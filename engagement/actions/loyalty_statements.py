"""The statements by which the clock keeps cards in step with purchases."""

# Which purchases have to be looked at: new ones, what new refunds belong to, what was corrected or voided.
# What each should have earned, what it has, and the difference to book. What an empty card could not give
# back is let go: it carries a note, and is not asked for again before the purchase changes.
DIFFERENCES = """
    WITH touched AS (
        SELECT coalesce(refund_of_id, id) AS id FROM customers_purchase WHERE id > %(purchases_seen)s
        UNION
        SELECT coalesce(purchase.refund_of_id, purchase.id)
        FROM customers_revision AS revision
        JOIN customers_purchase AS purchase ON purchase.id = CASE
            WHEN revision.about LIKE 'customers.purchase:%%' THEN substr(revision.about, 20)::bigint END
        WHERE revision.id > %(revisions_seen)s
    ), sale AS (
        SELECT purchase.id, purchase.customer_id, purchase.is_refund, purchase.total, purchase.version,
            purchase.at < %(started_at)s AS is_old,
            purchase.voided_at IS NOT NULL OR purchase.currency <> %(currency)s AS is_nothing,
            purchase.total + coalesce(back.total, 0) AS net,
            purchase.version + coalesce(back.versions, 0) AS state
        FROM touched JOIN customers_purchase AS purchase ON purchase.id = touched.id
        LEFT JOIN LATERAL (
            SELECT sum(total) FILTER (WHERE voided_at IS NULL) AS total, sum(version) AS versions
            FROM customers_purchase AS refund WHERE refund.refund_of_id = purchase.id
        ) AS back ON true
    ), booked AS (
        SELECT entry.purchase_id, card.customer_id, sum(entry.amount) AS amount,
            max(entry.amount) FILTER (WHERE entry.kind = 'earned') AS earned, count(*) AS lines
        FROM engagement_loyaltyentry AS entry JOIN engagement_loyaltycard AS card ON card.id = entry.card_id
        WHERE entry.purchase_id IN (SELECT id FROM touched) AND entry.kind IN ('earned', 'taken_back')
        GROUP BY entry.purchase_id, card.customer_id
    ), ruled AS (
        SELECT sale.*, CASE
            WHEN is_nothing THEN 0
            WHEN is_refund THEN CASE
                WHEN %(by_points)s THEN -least(floor(-total * %(points)s), %(most_points)s) ELSE 0 END
            WHEN net <= 0 OR net < %(least)s THEN 0
            WHEN %(by_points)s THEN least(floor(net * %(points)s), %(most_points)s)
            ELSE 1 END AS amount
        FROM sale
    ), wanted AS (
        SELECT ruled.id AS purchase_id, ruled.customer_id, CASE
            WHEN is_old AND is_refund THEN coalesce(booked.amount, 0)
            -- From before the card began it can only lose.
            WHEN is_old THEN least(ruled.amount, coalesce(booked.amount, 0))
            WHEN is_refund OR version > 1 OR booked.earned IS NULL THEN ruled.amount
            -- What was earned stays as it was, whatever the rules say by now; what comes back takes its part.
            WHEN net >= total THEN booked.earned
            WHEN %(by_points)s THEN greatest(floor(booked.earned * net / nullif(total, 0)), 0)
            WHEN net <= 0 OR net < %(least)s THEN 0
            ELSE booked.earned END AS amount
        FROM ruled LEFT JOIN booked
            ON booked.purchase_id = ruled.id AND booked.customer_id = ruled.customer_id
        WHERE ruled.customer_id IS NOT NULL
    ), difference AS (
        SELECT purchase_id, customer_id,
            coalesce(wanted.amount, 0) - coalesce(booked.amount, 0) AS amount,
            coalesce(booked.lines, 0) AS lines
        FROM wanted FULL JOIN booked USING (purchase_id, customer_id)
    )
    SELECT purchase_id, difference.customer_id, difference.amount::int,
        'customers.purchase:' || purchase_id
            || CASE WHEN sale.state > 1 OR lines > 0 THEN '#' || sale.state || '/' || lines ELSE '' END
    FROM difference JOIN sale ON sale.id = purchase_id
    WHERE difference.amount <> 0 AND NOT EXISTS (
        SELECT FROM engagement_loyaltyentry AS entry
        JOIN engagement_loyaltycard AS card ON card.id = entry.card_id
        WHERE entry.purchase_id = difference.purchase_id AND card.customer_id = difference.customer_id
            AND entry.note <> '' AND (
                entry.cause LIKE 'customers.purchase:' || purchase_id || '#' || sale.state || '/%%'
                OR (sale.state = 1 AND entry.cause = 'customers.purchase:' || purchase_id))
    )
    ORDER BY purchase_id, difference.customer_id LIMIT %(most)s
"""
# What is on cards after its last day; what was spent is what would have run out first.
RUN_OUT = """
    SELECT card.id, least(card.balance, lots.gained - lots.gone)::int
    FROM engagement_loyaltycard AS card, LATERAL (
        SELECT coalesce(sum(amount) FILTER (WHERE amount > 0 AND expires_on < %(day)s), 0) AS gained,
            coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS gone
        FROM engagement_loyaltyentry AS entry WHERE entry.card_id = card.id
    ) AS lots
    WHERE card.balance > 0 AND lots.gained > lots.gone
        AND card.id IN (SELECT card_id FROM engagement_loyaltyentry WHERE expires_on < %(day)s)
    ORDER BY card.id LIMIT %(most)s
"""
