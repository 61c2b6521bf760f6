"""What goes together: who came back for one thing within six weeks of first buying another."""

WITHIN = 42  # days
FEWEST, FEWEST_BACK = 10, 5  # who bought the first thing; who came back for the later one
LATELY = 730  # days: what went together years ago is another assortment
MOST_PEOPLE, MOST_THINGS = 50_000, 300
# The usual is counted over every first purchase of any other thing, by the same days.
CANDIDATES = """
WITH people AS (
    SELECT customer_id FROM metrics_customerscore ORDER BY md5(customer_id::text) LIMIT %(most_people)s
), bought AS (
    SELECT purchase.customer_id, (purchase.at AT TIME ZONE %(zone)s)::date AS "on",
           line.category, coalesce(nullif(line.product_name, ''), line.product_code) AS product
    FROM people JOIN customers_purchase AS purchase USING (customer_id)
        JOIN customers_purchaseline AS line ON line.purchase_id = purchase.id
    WHERE purchase.voided_at IS NULL AND NOT purchase.is_refund AND line.quantity > 0
        AND NOT starts_with(line.product_code, '+') -- postage, tax: nobody comes back for those
        AND purchase.at > %(as_of)s::date - %(lately)s AND purchase.at < %(as_of)s::date + 1
), named AS (
    SELECT DISTINCT customer_id, "on", 'category' AS kind, category AS thing FROM bought WHERE category <> ''
    UNION SELECT customer_id, "on", 'product', product FROM bought WHERE product <> ''
), known AS (
    SELECT kind, thing FROM named GROUP BY 1, 2 HAVING count(DISTINCT customer_id) >= %(fewest_back)s
    ORDER BY count(DISTINCT customer_id) DESC LIMIT %(most_things)s
), things AS MATERIALIZED (
    SELECT * FROM named JOIN known USING (kind, thing)
), firsts AS MATERIALIZED (
    SELECT customer_id, kind, thing, min("on") AS "on" FROM things
    GROUP BY 1, 2, 3 HAVING min("on") <= %(as_of)s::date - %(within)s
), sizes AS (
    SELECT kind, thing, count(*) AS n FROM firsts GROUP BY 1, 2
), pairs AS (
    SELECT firsts.kind, firsts.thing AS first, later.thing AS later,
           count(DISTINCT firsts.customer_id) AS k
    FROM firsts JOIN things AS later USING (customer_id, kind)
    WHERE later."on" > firsts."on" AND later."on" <= firsts."on" + %(within)s AND later.thing <> firsts.thing
    GROUP BY 1, 2, 3
), usual AS (
    SELECT kind, later, sum(k) AS k FROM pairs GROUP BY 1, 2
), everything AS (
    SELECT kind, sum(n) AS n FROM sizes GROUP BY 1
)
SELECT pairs.kind, pairs.first, pairs.later, sizes.n, pairs.k,
       everything.n - sizes.n - coalesce(own.n, 0), usual.k - pairs.k
FROM pairs JOIN sizes ON (sizes.kind, sizes.thing) = (pairs.kind, pairs.first)
    JOIN usual ON (usual.kind, usual.later) = (pairs.kind, pairs.later)
    JOIN everything ON everything.kind = pairs.kind
    LEFT JOIN sizes AS own ON (own.kind, own.thing) = (pairs.kind, pairs.later)
WHERE pairs.k >= %(fewest_back)s AND sizes.n >= %(fewest)s
"""
