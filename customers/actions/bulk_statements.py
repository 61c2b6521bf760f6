"""The same change to a piece of customers, in one statement each: who is changed, versions, revisions, lines.

One statement sees the book as it was when it began, so what was there before is read while it is written.
Everywhere: %(people)s are the locked customers, %(value)s the tag or the colleague, %(change)s the change.
"""

_TAGS_BEFORE = """
    coalesce((SELECT jsonb_agg(tag.name ORDER BY tag.folded_name)
              FROM customers_customer_tags AS had JOIN customers_tag AS tag ON tag.id = had.tag_id
              WHERE had.customer_id = newer.id), '[]')
"""
_TAGS_WITH = """
    (SELECT jsonb_agg(tag.name ORDER BY tag.folded_name) FROM customers_tag AS tag
     WHERE tag.id = %(value)s OR tag.id IN (
        SELECT had.tag_id FROM customers_customer_tags AS had WHERE had.customer_id = newer.id))
"""
_TAGS_WITHOUT = """
    coalesce((SELECT jsonb_agg(tag.name ORDER BY tag.folded_name)
              FROM customers_customer_tags AS had JOIN customers_tag AS tag ON tag.id = had.tag_id
              WHERE had.customer_id = newer.id AND had.tag_id <> %(value)s), '[]')
"""
_NEWER = """
    , newer AS (
        UPDATE customers_customer AS customer SET version = version + 1
        FROM touched WHERE customer.id = touched.id RETURNING customer.id, customer.version
    )
"""
_LINES = """
    , lines AS (
        INSERT INTO customers_bulkchangeline (change_id, customer_id, before)
        SELECT %(change)s, id, before FROM touched ON CONFLICT DO NOTHING
    )
"""
_REVISIONS = """
    INSERT INTO customers_revision (customer_id, about, field, before, after, at, by_id, version)
    SELECT newer.id, 'customers.customer:' || newer.id,
"""
_FROM_NEWER = ", now(), %(by)s, newer.version FROM newer"

_TAG = """
    WITH touched AS (
        INSERT INTO customers_customer_tags (customer_id, tag_id)
        SELECT id, %(value)s FROM unnest(%(people)s::bigint[]) AS picked (id)
        ON CONFLICT DO NOTHING RETURNING customer_id AS id, NULL::bigint AS before
    )
"""
_UNTAG = """
    WITH touched AS (
        DELETE FROM customers_customer_tags
        WHERE tag_id = %(value)s AND customer_id = ANY(%(people)s::bigint[])
        RETURNING customer_id AS id, NULL::bigint AS before
    )
"""
_GIVE = """
    WITH touched AS (
        SELECT id, looked_after_by_id AS before FROM customers_customer
        WHERE id = ANY(%(people)s::bigint[]) AND looked_after_by_id IS DISTINCT FROM %(value)s::bigint
    ), newer AS (
        UPDATE customers_customer AS customer SET version = version + 1, looked_after_by_id = %(value)s
        FROM touched WHERE customer.id = touched.id
        RETURNING customer.id, customer.version, touched.before
    )
"""
_GIVE_BACK = """
    WITH touched AS (
        SELECT customer.id, line.before FROM customers_customer AS customer
        JOIN customers_bulkchangeline AS line
            ON line.customer_id = customer.id AND line.change_id = %(change)s
        WHERE customer.id = ANY(%(people)s::bigint[])
            AND customer.looked_after_by_id IS NOT DISTINCT FROM %(value)s::bigint
            AND customer.looked_after_by_id IS DISTINCT FROM line.before
            AND (line.before IS NULL OR EXISTS (SELECT FROM shop_user WHERE id = line.before))
    ), newer AS (
        UPDATE customers_customer AS customer SET version = version + 1, looked_after_by_id = touched.before
        FROM touched WHERE customer.id = touched.id
        RETURNING customer.id, customer.version, touched.before
    )
"""
_TAGS_CHANGED = _REVISIONS + "'tags', "
_OWNER_CHANGED = _REVISIONS + "'looked_after_by', "

ADD_TAG = _TAG + _NEWER + _LINES + _TAGS_CHANGED + _TAGS_BEFORE + ", " + _TAGS_WITH + _FROM_NEWER
REMOVE_TAG = _UNTAG + _NEWER + _LINES + _TAGS_CHANGED + _TAGS_BEFORE + ", " + _TAGS_WITHOUT + _FROM_NEWER
SET_OWNER = (
    _GIVE + _LINES + _OWNER_CHANGED + "to_jsonb(newer.before), to_jsonb(%(value)s::bigint)" + _FROM_NEWER
)
UNDO_ADD_TAG = _UNTAG + _NEWER + _TAGS_CHANGED + _TAGS_BEFORE + ", " + _TAGS_WITHOUT + _FROM_NEWER
UNDO_REMOVE_TAG = _TAG + _NEWER + _TAGS_CHANGED + _TAGS_BEFORE + ", " + _TAGS_WITH + _FROM_NEWER
UNDO_SET_OWNER = (
    _GIVE_BACK + _OWNER_CHANGED + "to_jsonb(%(value)s::bigint), to_jsonb(newer.before)" + _FROM_NEWER
)
HOLD = """
    SELECT id FROM customers_customer WHERE id = ANY(%(people)s::bigint[]) ORDER BY id FOR NO KEY UPDATE
"""
