"""The log of complaints, letters and published surveys can be added to; what they said stays as it was said.

Who did it may be forgotten; what happened may not be changed.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION feedback_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A log can only be added to.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION feedback_refuse_other_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published survey does not change.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER complaint_log_only_grows
    BEFORE UPDATE OF kind, about, at, state, severity, text, channel, is_mailed, promised_at, step
    ON feedback_complaintevent FOR EACH ROW EXECUTE FUNCTION feedback_refuse_change();
CREATE TRIGGER decision_letter_stays BEFORE UPDATE OF decision_id, sheet, html ON feedback_decisionletter
    FOR EACH ROW EXECUTE FUNCTION feedback_refuse_change();
CREATE TRIGGER decision_letter_is_drawn_once BEFORE UPDATE OF pdf ON feedback_decisionletter
    FOR EACH ROW WHEN (OLD.pdf IS NOT NULL) EXECUTE FUNCTION feedback_refuse_change();
CREATE TRIGGER survey_version_stays BEFORE UPDATE OF survey_id, number, intro, questions
    ON feedback_surveyversion FOR EACH ROW EXECUTE FUNCTION feedback_refuse_other_words();
"""
BACKWARD = """
DROP TRIGGER survey_version_stays ON feedback_surveyversion;
DROP TRIGGER decision_letter_is_drawn_once ON feedback_decisionletter;
DROP TRIGGER decision_letter_stays ON feedback_decisionletter;
DROP TRIGGER complaint_log_only_grows ON feedback_complaintevent;
DROP FUNCTION feedback_refuse_other_words();
DROP FUNCTION feedback_refuse_change();
"""


class Migration(migrations.Migration):
    replaces = [
        ("feedback", "0002_complaint"),
        ("feedback", "0003_complaint_decided"),
        ("feedback", "0006_survey"),
        ("feedback", "0015_decision_letter"),
    ]
    dependencies = [("feedback", "0001_surveys_complaints_and_reviews")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
