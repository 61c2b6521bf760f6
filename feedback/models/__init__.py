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
from feedback.models.review import (
    LISTEN_ONLY,
    PlatformKind,
    Review,
    ReviewPlatform,
    ReviewState,
)
from feedback.models.review_request import RequestOutcome, ReviewRequest
from feedback.models.theme import Feeling, Theme, ThemeMention, ThemeReading

__all__ = [
    "LISTEN_ONLY",
    "Complaint",
    "ComplaintChannel",
    "ComplaintEvent",
    "ComplaintRules",
    "ComplaintState",
    "Decision",
    "EventKind",
    "Feeling",
    "Justified",
    "PlatformKind",
    "Remedy",
    "RemedyKind",
    "RequestOutcome",
    "Review",
    "ReviewPlatform",
    "ReviewRequest",
    "ReviewState",
    "Severity",
    "Stance",
    "Theme",
    "ThemeMention",
    "ThemeReading",
    "WhyNot",
    "Wish",
]
