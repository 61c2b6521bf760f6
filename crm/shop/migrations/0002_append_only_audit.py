"""The trail can be added to, and nothing else: not even by the owner of the table."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION shop_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail can only be added to.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON shop_auditentry
    FOR EACH ROW EXECUTE FUNCTION shop_refuse_change();
CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON shop_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION shop_refuse_change();
"""
BACKWARD = """
DROP TRIGGER audit_is_not_truncated ON shop_auditentry;
DROP TRIGGER audit_is_append_only ON shop_auditentry;
DROP FUNCTION shop_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_people_places_and_settings")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
