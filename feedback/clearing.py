"""Emptying the second floor when the demo shop is cleared."""

from django.apps import apps

from crm.shop.clearing import clears_with_the_demo

# Children before parents; every model of this app stands here (a test compares).
IN_ORDER = (
    "ImprovementNotice",
    "HearBack",
    "ImprovementEvidence",
    "Idea",
    "Improvement",
    "Testimonial",
    "ReviewRequest",
    "ReviewVersion",
    "Review",
    "ReviewPlatform",
    "ThemeReading",
    "ThemeMention",
    "Theme",
    "ComplaintRules",
    "ComplaintFile",
    "ComplaintColleague",
    "DecisionLetter",
    "Decision",
    "Remedy",
    "ComplaintEvent",
    "Complaint",
    "Answer",
    "Attempt",
    "Response",
    "PrintedCode",
    "Kiosk",
    "Invitation",
    "Survey",
    "SurveyVersion",
    "RootCause",
    "Praise",
    "PulseTurn",
    "Pulse",
    "MysteryVisit",
    "Checklist",
)


@clears_with_the_demo
def clear_feedback() -> None:
    """Delete every row of this floor, one statement a table."""
    apps.get_model("feedback", "Survey")._default_manager.update(switched_on_at=None, current=None)
    for name in IN_ORDER:
        rows = apps.get_model("feedback", name)._default_manager.all()
        rows._raw_delete(rows.db)
