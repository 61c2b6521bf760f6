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
from feedback.models.complaint_file import ComplaintFile
from feedback.models.complaint_rules import ComplaintRules, Stance
from feedback.models.decision import Decision, WhyNot
from feedback.models.invitation import Invitation
from feedback.models.remedy import Remedy, RemedyKind
from feedback.models.response import Answer, Attempt, Evidence, Fate, Response
from feedback.models.review import (
    LISTEN_ONLY,
    PlatformKind,
    Review,
    ReviewPlatform,
    ReviewState,
)
from feedback.models.review_request import RequestOutcome, ReviewRequest
from feedback.models.root_cause import RootCause
from feedback.models.survey import Survey, SurveyKind, SurveyVersion
from feedback.models.theme import Feeling, Theme, ThemeMention, ThemeReading

__all__ = [
    "LISTEN_ONLY",
    "Answer",
    "Attempt",
    "Complaint",
    "ComplaintChannel",
    "ComplaintEvent",
    "ComplaintFile",
    "ComplaintRules",
    "ComplaintState",
    "Decision",
    "EventKind",
    "Evidence",
    "Fate",
    "Feeling",
    "Invitation",
    "Justified",
    "PlatformKind",
    "Remedy",
    "RemedyKind",
    "RequestOutcome",
    "Response",
    "Review",
    "ReviewPlatform",
    "ReviewRequest",
    "ReviewState",
    "RootCause",
    "Severity",
    "Stance",
    "Survey",
    "SurveyKind",
    "SurveyVersion",
    "Theme",
    "ThemeMention",
    "ThemeReading",
    "WhyNot",
    "Wish",
]
