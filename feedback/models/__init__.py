"""What we keep of what customers tell us."""

from feedback.models.complaint import (
    Complaint,
    ComplaintChannel,
    ComplaintState,
    Justified,
    Severity,
    Wish,
)
from feedback.models.complaint_event import ComplaintEvent, EventKind
from feedback.models.complaint_rules import ComplaintRules, Stance
from feedback.models.decision import Decision, WhyNot
from feedback.models.remedy import Remedy, RemedyKind
from feedback.models.theme import Feeling, Theme, ThemeMention, ThemeReading

__all__ = [
    "Complaint",
    "ComplaintChannel",
    "ComplaintEvent",
    "ComplaintRules",
    "ComplaintState",
    "Decision",
    "EventKind",
    "Feeling",
    "Justified",
    "Remedy",
    "RemedyKind",
    "Severity",
    "Stance",
    "Theme",
    "ThemeMention",
    "ThemeReading",
    "WhyNot",
    "Wish",
]
