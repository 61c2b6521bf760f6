"""The database names whose mail it was, whoever writes what became of it: the release before does not know to.

So it does where two customers are put together, and when they are taken apart with what came in between.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION engagement_name_whose_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recipient_id := (
        SELECT customer_id FROM engagement_message WHERE id = NEW.message_id AND NOT is_test
    );
    RETURN NEW;
END $$;
CREATE TRIGGER event_is_of_somebodys_mail BEFORE INSERT ON engagement_messageevent
    FOR EACH ROW WHEN (NEW.message_id IS NOT NULL) EXECUTE FUNCTION engagement_name_whose_mail();

CREATE FUNCTION engagement_rename_whose_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE engagement_messageevent SET recipient_id = NEW.customer_id
    WHERE message_id = NEW.id AND recipient_id IS DISTINCT FROM NEW.customer_id AND NOT NEW.is_test;
    RETURN NULL;
END $$;
CREATE TRIGGER mail_is_somebody_elses AFTER UPDATE OF customer_id ON engagement_message
    FOR EACH ROW WHEN (OLD.customer_id IS DISTINCT FROM NEW.customer_id)
    EXECUTE FUNCTION engagement_rename_whose_mail();
"""
BACKWARD = """
DROP TRIGGER mail_is_somebody_elses ON engagement_message;
DROP FUNCTION engagement_rename_whose_mail();
DROP TRIGGER event_is_of_somebodys_mail ON engagement_messageevent;
DROP FUNCTION engagement_name_whose_mail();
"""
FILL = """
    UPDATE engagement_messageevent AS event SET recipient_id = message.customer_id
    FROM engagement_message AS message
    WHERE message.id = event.message_id AND NOT message.is_test AND message.customer_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("engagement", "0004_what_became_of_whose_mail")]

    operations: ClassVar = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
