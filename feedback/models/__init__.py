"""What we keep of what customers tell us."""

from feedback.models.complaint import Complaint, ComplaintChannel, ComplaintState, Severity, Wish
from feedback.models.complaint_event import ComplaintEvent, EventKind
from feedback.models.theme import Feeling, Theme, ThemeMention, ThemeReading

__all__ = [
    "Complaint",
    "ComplaintChannel",
    "ComplaintEvent",
    "ComplaintState",
    "EventKind",
    "Feeling",
    "Severity",
    "Theme",
    "ThemeMention",
    "ThemeReading",
    "Wish",
]
