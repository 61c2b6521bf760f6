"""The ledger of vouchers: what the shop owes, line by line, and never a line changed."""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from engagement.models import Voucher, VoucherEntry, VoucherMove

AT_A_TIME = 1_000
# What the liability moves by, times the worth of the voucher.
DIRECTION = {
    VoucherMove.ISSUED: 1,
    VoucherMove.REDEEMED: -1,
    VoucherMove.UNREDEEMED: 1,
    VoucherMove.EXPIRED: -1,
    VoucherMove.CANCELLED: -1,
}
EXPIRE = """
    WITH due AS (
        SELECT voucher.id, voucher.amount FROM engagement_voucher AS voucher
        WHERE voucher.expires_on < %(today)s AND voucher.redeemed_at IS NULL AND voucher.cancelled_at IS NULL
            AND NOT EXISTS (SELECT FROM engagement_voucherentry AS entry
                            WHERE entry.voucher_id = voucher.id AND entry.kind = 'expired')
        ORDER BY voucher.id LIMIT %(most)s FOR UPDATE SKIP LOCKED
    )
    INSERT INTO engagement_voucherentry (voucher_id, kind, amount, note, at)
    SELECT id, 'expired', -amount, '', %(now)s FROM due
    ON CONFLICT DO NOTHING
"""


def write_move(voucher: Voucher, kind: VoucherMove, *, note: str = "", by: User | None) -> VoucherEntry:
    """Add a line; a percentage has no amount before it is used."""
    amount: Decimal | None = None if voucher.amount is None else voucher.amount * DIRECTION[kind]
    return VoucherEntry.objects.create(
        voucher=voucher, kind=kind, amount=amount, note=note[:200], at=timezone.now(), by=by
    )


def expire_vouchers(today: date) -> int:
    """Take off the ledger what has run out; how many. Twice is once."""
    expired = 0
    while found := _expire_some(today):
        expired += found
    return expired


@transaction.atomic
def _expire_some(today: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(EXPIRE, {"today": today, "most": AT_A_TIME, "now": timezone.now()})
        found = int(cursor.rowcount)
    if found:
        audit.record("voucher.expired", by=None, counts={"vouchers": found})
    return found
