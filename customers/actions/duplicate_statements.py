"""The SQL that finds who may be one person, set by set. Constant text; every value is a parameter.

Nobody is compared with everybody: only those who share a way to reach them or a number, or who stand side by
side in the order of names among those with the same postcode or birthday.
"""

# A number that more people have than this (the shop's own, "0000") says nothing.
PAIRS = """
CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
WITH person AS (
    SELECT id, sort_key, birth_day, birth_month,
           lower(replace(postcode, ' ', '')) AS postcode,
           array_to_string(
               ARRAY(SELECT unnest(string_to_array(sort_key, ' ')) AS word ORDER BY word), ' ') AS words
    FROM customers_customer
), way AS (
    SELECT 'phone' AS kind, number AS value, customer_id FROM customers_phone
    UNION ALL SELECT 'email', lower(address), customer_id FROM customers_email
    UNION ALL SELECT 'number', value, customer_id FROM customers_externalid WHERE length(value) >= %(long)s
    UNION ALL SELECT 'name', words || '|' || postcode, id FROM person WHERE sort_key <> '~' AND postcode <> ''
    UNION ALL SELECT 'name', words || '|' || birth_day || '/' || birth_month, id
        FROM person WHERE sort_key <> '~' AND birth_day IS NOT NULL
), crowd AS (
    SELECT kind, value FROM way GROUP BY 1, 2 HAVING count(DISTINCT customer_id) BETWEEN 2 AND %(crowd)s
), shared AS (
    SELECT one.customer_id AS first, other.customer_id AS second, one.kind
    FROM crowd JOIN way AS one USING (kind, value) JOIN way AS other USING (kind, value)
    WHERE one.customer_id < other.customer_id
), place AS (
    SELECT id, sort_key, words, 'at ' || postcode AS block
        FROM person WHERE postcode <> '' AND sort_key <> '~'
    UNION ALL SELECT id, sort_key, words, 'on ' || birth_day || '/' || birth_month
        FROM person WHERE birth_day IS NOT NULL AND sort_key <> '~'
), ordered AS (
    SELECT id, lead(id, 1) OVER by_name AS n1, lead(id, 2) OVER by_name AS n2, lead(id, 3) OVER by_name AS n3,
           lead(id, 1) OVER by_word AS w1, lead(id, 2) OVER by_word AS w2, lead(id, 3) OVER by_word AS w3
    FROM place
    WINDOW by_name AS (PARTITION BY block ORDER BY sort_key, id),
           by_word AS (PARTITION BY block ORDER BY words, id)
), beside AS (
    SELECT least(id, next) AS first, greatest(id, next) AS second, 'beside' AS kind
    FROM ordered, LATERAL (VALUES (n1), (n2), (n3), (w1), (w2), (w3)) AS neighbour (next)
    WHERE next IS NOT NULL
)
SELECT first, second, array_agg(DISTINCT kind) FILTER (WHERE kind IN ('phone', 'email', 'number')) AS shared
FROM (SELECT * FROM shared UNION ALL SELECT * FROM beside) AS found GROUP BY 1, 2
"""
# In pieces: whoever thinks for longer than half a minute in a transaction loses it.
BY_NUMBER = "CREATE INDEX ON pair (first, second)"
NAMED = """
SELECT pair.first, pair.second, pair.shared, one.sort_key, other.sort_key
FROM pair JOIN customers_customer AS one ON one.id = pair.first
JOIN customers_customer AS other ON other.id = pair.second
WHERE (pair.first, pair.second) > (%(first)s, %(second)s)
ORDER BY pair.first, pair.second LIMIT %(most)s
"""
TOLD = """
SELECT id, given_name, family_name, concat_ws(' ', nullif(preferred_name, ''), nullif(company, '')),
       postcode, street, birth_day, birth_month, birth_year, household_id
FROM customers_customer WHERE id = ANY(%(customers)s)
"""
# What somebody has judged stays judged.
KEEP = """
INSERT INTO customers_duplicate (first_id, second_id, strength, reasons, found_at, verdict)
SELECT first, second, strength, string_to_array(reasons, ' '), %(now)s, ''
FROM unnest(%(firsts)s::bigint[], %(seconds)s::bigint[], %(strengths)s::int[], %(reasons)s::text[])
    AS found (first, second, strength, reasons)
ON CONFLICT (first_id, second_id) DO UPDATE
SET strength = excluded.strength, reasons = excluded.reasons, found_at = excluded.found_at
WHERE customers_duplicate.verdict = ''
"""
