"""The SQL that finds customers by their words. Constant text; every value is a parameter.

It takes the same time in a shop of 100,000 and of 1,000,000 customers, because nothing in it looks at more
than `few` words of one kind or at `far` customers, and every look is a range of an index:

- `span`: each term that was typed, as a range of words, with the number of its words in the book, counted
  no further than `few`; the rarest term first.
- `listed`: whom to look at closely.
  - The rarest term has few words: everybody who has one of them.
  - Every term is common ("ann smi"), and their pair word is rare: everybody who has that.
  - All is common ("s"): the customers seen last, from now backwards, until `most` of them match. When the
    word itself is common ("smith"), only those who are called exactly so; otherwise the few who are come
    too. When too few of the recent match, the first by the alphabet fill the list: so the top of a long
    list is in the order of the last visits, and its end may be anybody.
- Whoever is listed must have a word for every term. The first of these words says whether it is exact,
  since a word stands before everything it begins.

`~>=~` and `~<~` compare by code point in every collation, as the indexes do. What a scalar subquery says
about the whole search is asked once, and a branch that it rules out is never begun.
"""

FIND = """
    WITH span AS MATERIALIZED (
        SELECT typed.*, (
            SELECT count(*) FROM (
                SELECT FROM customers_searchword
                WHERE word ~>=~ typed.low AND word ~<~ typed.high LIMIT %(few)s + 1
            ) AS counted
        ) AS words
        FROM unnest(%(lows)s::text[], %(highs)s::text[]) AS typed (low, high)
        ORDER BY words
    ), rarest AS MATERIALIZED (
        SELECT low, high, words > %(few)s AS is_common, words > %(few)s AND (
            SELECT count(*) FROM (
                SELECT FROM customers_searchword WHERE word = first.low LIMIT %(few)s + 1
            ) AS counted
        ) > %(few)s AS is_itself_common
        FROM (SELECT * FROM span LIMIT 1) AS first
    ), pair AS MATERIALIZED (
        SELECT customer_id
        FROM unnest(%(pairs)s::text[], %(pair_ends)s::text[]) AS typed (low, high)
        CROSS JOIN LATERAL (
            SELECT customer_id FROM customers_searchword
            WHERE word ~>=~ typed.low AND word ~<~ typed.high LIMIT %(few)s + 1
        ) AS worded
        WHERE (SELECT is_common FROM rarest)
        LIMIT %(few)s + 1
    ), walk AS MATERIALIZED (
        SELECT is_common AND known NOT BETWEEN 1 AND %(few)s AS goes, known = 0 AS is_alone
        FROM rarest CROSS JOIN (SELECT count(*) AS known FROM pair) AS counted
    ), wanted AS MATERIALIZED (
        SELECT low, CASE WHEN low = (SELECT low FROM rarest WHERE is_itself_common)
            THEN low || E'\\x01' ELSE high END AS high
        FROM span
    ), recent AS MATERIALIZED (
        SELECT id FROM (
            SELECT id FROM customers_customer WHERE last_seen_at IS NOT NULL
            ORDER BY last_seen_at DESC, id DESC LIMIT %(far)s
        ) AS seen
        WHERE (SELECT goes FROM walk) AND NOT EXISTS (
            SELECT FROM wanted WHERE NOT EXISTS (
                SELECT FROM customers_searchword
                WHERE customer_id = seen.id AND word ~>=~ wanted.low AND word ~<~ wanted.high
            )
        )
        LIMIT %(most)s
    ), listed AS MATERIALIZED (
        SELECT customer_id, bool_or(is_exact) AS is_exact FROM (
            (SELECT customer_id, word = rarest.low AS is_exact
                FROM rarest CROSS JOIN LATERAL (
                    SELECT customer_id, word FROM customers_searchword
                    WHERE word ~>=~ rarest.low AND word ~<~ rarest.high
                    ORDER BY word USING ~<~ LIMIT %(few)s
                ) AS worded
                WHERE NOT is_common
                    OR ((SELECT is_alone FROM walk) AND (SELECT count(*) FROM recent) < %(most)s))
            UNION ALL
            (SELECT customer_id, true FROM customers_searchword
                WHERE word = (SELECT low FROM rarest WHERE NOT is_itself_common) AND (SELECT goes FROM walk)
                LIMIT %(few)s)
            UNION ALL
            SELECT customer_id, NULL FROM pair WHERE (SELECT count(*) FROM recent) < %(most)s
            UNION ALL
            SELECT id, NULL FROM recent
        ) AS found
        GROUP BY customer_id
    )
    SELECT listed.customer_id
    FROM listed
    CROSS JOIN LATERAL (
        SELECT count(*) AS met, count(*) FILTER (WHERE first.is_exact) AS exact
        FROM span CROSS JOIN LATERAL (
            SELECT listed.is_exact
            WHERE listed.is_exact IS NOT NULL AND span.low = (SELECT low FROM rarest)
            UNION ALL
            (SELECT word = span.low FROM customers_searchword
                WHERE customer_id = listed.customer_id AND word ~>=~ span.low AND word ~<~ span.high
                ORDER BY word USING ~<~ LIMIT 1)
            LIMIT 1
        ) AS first
    ) AS meeting
    CROSS JOIN LATERAL (
        SELECT last_seen_at FROM customers_customer WHERE id = listed.customer_id LIMIT 1
    ) AS customer
    WHERE meeting.met = cardinality(%(lows)s::text[])
    ORDER BY meeting.exact DESC, customer.last_seen_at DESC NULLS LAST, listed.customer_id DESC
    LIMIT %(most)s
"""

# Each guess is a range of words, or of pair words when several names were typed; few rows of each.
GUESS = """
    SELECT guess.customer_id
    FROM (
        SELECT worded.customer_id, typo.mistyped, bool_or(worded.is_exact) AS is_exact
        FROM unnest(%(mistyped)s::text[], %(guesses)s::text[], %(guess_ends)s::text[])
            AS typo (mistyped, low, high)
        CROSS JOIN LATERAL (
            SELECT customer_id, word = typo.low AS is_exact FROM customers_searchword
            WHERE word ~>=~ typo.low AND word ~<~ typo.high ORDER BY word USING ~<~ LIMIT %(each)s
        ) AS worded
        GROUP BY worded.customer_id, typo.mistyped
        LIMIT %(few)s
    ) AS guess
    CROSS JOIN LATERAL (
        SELECT last_seen_at FROM customers_customer WHERE id = guess.customer_id LIMIT 1
    ) AS customer
    WHERE (
        SELECT bool_and(span.low = guess.mistyped OR EXISTS (
            SELECT FROM customers_searchword
            WHERE customer_id = guess.customer_id AND word ~>=~ span.low AND word ~<~ span.high
        )) FROM unnest(%(lows)s::text[], %(highs)s::text[]) AS span (low, high)
    )
    GROUP BY guess.customer_id, customer.last_seen_at
    ORDER BY bool_or(guess.is_exact) DESC, customer.last_seen_at DESC NULLS LAST, guess.customer_id DESC
    LIMIT %(most)s
"""
