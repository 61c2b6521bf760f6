"""What sets the tenth worth most apart: counted over everybody who has bought."""

FEWEST = 5  # customers who share something; of fewer nothing is said, nor kept
ENOUGH = 50  # customers, so that the top tenth is at least five
FORGET = "DELETE FROM metrics_trait"
# By what is to come where something may be said of it, otherwise by what was spent. Only what was so from
# their first purchase on is compared: who buys often has bought of everything.
COUNT = """
WITH scored AS (
    SELECT customer_id, count(*) OVER () AS everybody, ceil(count(*) OVER () / 10.0) AS everybody_top,
           row_number() OVER (ORDER BY expected_value DESC NULLS LAST, sales DESC, customer_id)
               <= ceil(count(*) OVER () / 10.0) AS is_top
    FROM metrics_customerscore
), firsts AS (
    SELECT DISTINCT ON (customer_id) customer_id, id, channel, location_id
    FROM customers_purchase WHERE voided_at IS NULL AND NOT is_refund AND customer_id IS NOT NULL
    ORDER BY customer_id, at, id
), traits AS (
    SELECT 'source' AS kind, source AS value, id AS customer_id FROM customers_customer
    UNION ALL SELECT 'town', city, id FROM customers_customer
    UNION ALL SELECT 'first_channel', channel, customer_id FROM firsts
    UNION ALL SELECT 'first_place', place.name, customer_id
        FROM firsts JOIN shop_location AS place ON place.id = location_id
    UNION ALL SELECT 'first_category', line.category, customer_id
        FROM firsts JOIN customers_purchaseline AS line ON line.purchase_id = firsts.id
    UNION ALL SELECT 'tag', tag.name, tagged.customer_id
        FROM customers_customer_tags AS tagged JOIN customers_tag AS tag ON tag.id = tagged.tag_id
)
INSERT INTO metrics_trait (kind, value, customers, top, everybody, everybody_top)
SELECT kind, min(value), count(DISTINCT customer_id), count(DISTINCT customer_id) FILTER (WHERE is_top),
       min(everybody), min(everybody_top)
FROM traits JOIN scored USING (customer_id)
WHERE trim(value) <> '' AND everybody >= %(enough)s
GROUP BY kind, lower(trim(value)) HAVING count(DISTINCT customer_id) >= %(fewest)s
"""
