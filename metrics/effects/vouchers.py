"""What customers used of the shop's vouchers because of a campaign: a part of what it cost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from metrics.effects.groups import rows

# A percentage is worth what it took off: what was paid is what it left. Whatever they were given for.
_USED = """
    SELECT people.is_held_out, count(*), coalesce(sum(used.worth), 0)
    FROM ({people}) AS people LEFT JOIN LATERAL (
        SELECT sum(coalesce(voucher.amount,
                paid.total * voucher.percent / nullif(100.0 - voucher.percent, 0))) AS worth
        FROM engagement_voucher AS voucher
        LEFT JOIN customers_purchase AS paid ON paid.id = voucher.redeemed_with_id AND paid.voided_at IS NULL
        WHERE voucher.customer_id = people.customer_id
            AND coalesce(nullif(voucher.currency, ''), paid.currency) = %(currency)s
            AND voucher.redeemed_at BETWEEN people.at AND people.at + make_interval(days => %(days)s)
    ) AS used ON true
    GROUP BY 1
"""
NOTHING, CENT = Decimal(0), Decimal("0.01")


def used_because_of_it(people: str, values: Mapping[str, Any]) -> Decimal:
    """What those reached used in its days, less what as many of those held out used anyway."""
    found = {is_held_out: (n, worth) for is_held_out, n, worth in rows(_USED.format(people=people), values)}
    reached, used = found.get(False, (0, NOTHING))
    left_alone, anyway = found.get(True, (0, NOTHING))
    more: Decimal = used - (reached * anyway / left_alone if left_alone else NOTHING)
    return max(NOTHING, more.quantize(CENT))
