"""From purchases to buying days: in the shop's zone and its own currency."""

COLUMNS = 'customer_id, "on", location_id, channel, orders, sales, refunds, refunded'
_COUNTED = """
    SELECT customer_id, (at AT TIME ZONE %(zone)s)::date, location_id, channel,
           count(*) FILTER (WHERE NOT is_refund),
           coalesce(sum(total) FILTER (WHERE NOT is_refund AND currency = %(currency)s), 0),
           count(*) FILTER (WHERE is_refund),
           coalesce(sum(total) FILTER (WHERE is_refund AND currency = %(currency)s), 0)
"""
_ALIKE = " GROUP BY 1, 2, 3, 4"

# Each customer's days side by side: whoever reads them in this order finds them on few pages.
EVERYTHING = _COUNTED + " FROM customers_purchase WHERE voided_at IS NULL" + _ALIKE + " ORDER BY 1, 2"
OF_CUSTOMERS = (
    _COUNTED
    + " FROM customers_purchase WHERE voided_at IS NULL AND customer_id = ANY(%(customers)s)"
    + _ALIKE
)
OF_NOBODY_KNOWN = (
    _COUNTED
    + """
    FROM unnest(%(days)s::date[]) AS day JOIN customers_purchase
        ON at >= day::timestamp AT TIME ZONE %(zone)s AND at < (day + 1)::timestamp AT TIME ZONE %(zone)s
    WHERE voided_at IS NULL AND customer_id IS NULL
"""
    + _ALIKE
)
# Which buying days are counted again: all of them, or those of a few customers and days. Each of the two
# looks into its own index; asked with OR, PostgreSQL would walk through everybody's days.
_COUNTED_DAYS = "SELECT * FROM metrics_buyingday"
WHOLE = _COUNTED_DAYS
TOUCHED = f"""
    {_COUNTED_DAYS} WHERE customer_id = ANY(%(customers)s)
    UNION ALL {_COUNTED_DAYS} WHERE customer_id IS NULL AND "on" = ANY(%(days)s)
"""
FORGET = """
    DELETE FROM metrics_buyingday
    WHERE customer_id = ANY(%(customers)s) OR customer_id IS NULL AND "on" = ANY(%(days)s)
"""
