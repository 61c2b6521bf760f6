"""Every change of a purchase leaves a note for the count, whoever makes it and however."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION metrics_note_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    zone text := coalesce((SELECT time_zone FROM shop_shopsettings WHERE id = 1), 'UTC');
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO metrics_uncounted (customer_number, "on")
        SELECT DISTINCT customer_id, CASE WHEN customer_id IS NULL THEN (at AT TIME ZONE zone)::date END
        FROM before_it;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO metrics_uncounted (customer_number, "on")
        SELECT DISTINCT customer_id, CASE WHEN customer_id IS NULL THEN (at AT TIME ZONE zone)::date END
        FROM after_it;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER purchases_added AFTER INSERT ON customers_purchase
    REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION metrics_note_purchases();
CREATE TRIGGER purchases_changed AFTER UPDATE ON customers_purchase
    REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it
    FOR EACH STATEMENT EXECUTE FUNCTION metrics_note_purchases();
CREATE TRIGGER purchases_removed AFTER DELETE ON customers_purchase
    REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION metrics_note_purchases();
"""
BACKWARD = """
DROP TRIGGER purchases_added ON customers_purchase;
DROP TRIGGER purchases_changed ON customers_purchase;
DROP TRIGGER purchases_removed ON customers_purchase;
DROP FUNCTION metrics_note_purchases();
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_figures_and_what_changed")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
