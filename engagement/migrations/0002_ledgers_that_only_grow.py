"""The ledgers of vouchers and cards can be added to; what they say of the past cannot be changed.

Who did it may be forgotten, a purchase may go, and a card may move to the customer it was merged into.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION engagement_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A ledger can only be added to.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER voucher_ledger_only_grows BEFORE UPDATE OF voucher_id, kind, amount, at
    ON engagement_voucherentry FOR EACH ROW EXECUTE FUNCTION engagement_refuse_change();
CREATE TRIGGER loyalty_ledger_only_grows BEFORE UPDATE OF kind, amount, cause, at, expires_on
    ON engagement_loyaltyentry FOR EACH ROW EXECUTE FUNCTION engagement_refuse_change();
"""
BACKWARD = """
DROP TRIGGER loyalty_ledger_only_grows ON engagement_loyaltyentry;
DROP TRIGGER voucher_ledger_only_grows ON engagement_voucherentry;
DROP FUNCTION engagement_refuse_change();
"""


class Migration(migrations.Migration):
    replaces: ClassVar = [("engagement", "0003_ledgers_that_only_grow")]
    dependencies: ClassVar = [("engagement", "0001_mail_follow_ups_and_rewards")]

    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
