"""What we keep of what customers tell us."""

from feedback.models.checklist import Checklist
from feedback.models.complaint import (
    Complaint,
    ComplaintChannel,
    ComplaintState,
    Justified,
    Severity,
    Wish,
)
from feedback.models.complaint_colleague import ComplaintColleague
from feedback.models.complaint_event import ComplaintEvent, EventKind
from feedback.models.complaint_file import ComplaintFile
from feedback.models.complaint_rules import ComplaintRules, Stance
from feedback.models.decision import Decision, WhyNot
from feedback.models.decision_letter import DecisionLetter
from feedback.models.idea import Idea, IdeaState
from feedback.models.improvement import (
    DECIDED,
    Effort,
    HearBack,
    Improvement,
    ImprovementEvidence,
    ImprovementNotice,
    ImprovementState,
)
from feedback.models.invitation import Invitation
from feedback.models.kiosk import Kiosk
from feedback.models.mystery_visit import MysteryVisit, VisitKind
from feedback.models.praise import Praise
from feedback.models.printed_code import PrintedCode
from feedback.models.pulse import Pulse, PulseTurn
from feedback.models.remedy import Remedy, RemedyKind
from feedback.models.response import Answer, AnswerChannel, Attempt, Evidence, Fate, Response
from feedback.models.review import (
    LISTEN_ONLY,
    PlatformKind,
    Review,
    ReviewPlatform,
    ReviewState,
    ReviewVersion,
)
from feedback.models.review_request import RequestOutcome, ReviewRequest
from feedback.models.root_cause import RootCause
from feedback.models.survey import Survey, SurveyKind, SurveyVersion
from feedback.models.testimonial import ShownAs, Testimonial
from feedback.models.theme import Feeling, Theme, ThemeMention, ThemeReading

__all__ = [
    "DECIDED",
    "LISTEN_ONLY",
    "Answer",
    "AnswerChannel",
    "Attempt",
    "Checklist",
    "Complaint",
    "ComplaintChannel",
    "ComplaintColleague",
    "ComplaintEvent",
    "ComplaintFile",
    "ComplaintRules",
    "ComplaintState",
    "Decision",
    "DecisionLetter",
    "Effort",
    "EventKind",
    "Evidence",
    "Fate",
    "Feeling",
    "HearBack",
    "Idea",
    "IdeaState",
    "Improvement",
    "ImprovementEvidence",
    "ImprovementNotice",
    "ImprovementState",
    "Invitation",
    "Justified",
    "Kiosk",
    "MysteryVisit",
    "PlatformKind",
    "Praise",
    "PrintedCode",
    "Pulse",
    "PulseTurn",
    "Remedy",
    "RemedyKind",
    "RequestOutcome",
    "Response",
    "Review",
    "ReviewPlatform",
    "ReviewRequest",
    "ReviewState",
    "ReviewVersion",
    "RootCause",
    "Severity",
    "ShownAs",
    "Stance",
    "Survey",
    "SurveyKind",
    "SurveyVersion",
    "Testimonial",
    "Theme",
    "ThemeMention",
    "ThemeReading",
    "VisitKind",
    "WhyNot",
    "Wish",
]
