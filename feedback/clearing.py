"""Emptying the second floor when the demo shop is cleared."""

from django.apps import apps

from crm.shop.clearing import clears_with_the_demo

# Children before parents; every model of this app stands here (a test compares).
IN_ORDER = (
    "ReviewRequest",
    "Review",
    "ReviewPlatform",
    "ThemeReading",
    "ThemeMention",
    "Theme",
    "ComplaintRules",
    "Decision",
    "Remedy",
    "ComplaintEvent",
    "Complaint",
)


@clears_with_the_demo
def clear_feedback() -> None:
    """Delete every row of this floor, one statement a table."""
    for name in IN_ORDER:
        rows = apps.get_model("feedback", name)._default_manager.all()
        rows._raw_delete(rows.db)
