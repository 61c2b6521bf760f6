"""What this floor writes on the timeline, and what it counts as speaking well of the shop."""

from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission
from customers.evidence import EvidenceKind, register_evidence
from customers.kinds import Kind, register_kind

PRAISE_AND_COMPLAINTS = "felt"  # the filter above the timeline
COMPLAINT = Kind(
    "complaint",
    _("Complaint"),
    "frown",
    "feedback:complaint_detail",
    permission=Permission.COMPLAINT_VIEW,
    chip=PRAISE_AND_COMPLAINTS,
)
COMPLAINT_NEWS = Kind(
    "complaint_news",
    _("About a complaint"),
    "message-square-reply",
    "feedback:complaint_detail",
    permission=Permission.COMPLAINT_VIEW,
    is_ours=True,
    chip=PRAISE_AND_COMPLAINTS,
)
REVIEW = Kind(
    "review",
    _("Review"),
    "star",
    "feedback:review_detail",
    permission=Permission.REVIEW_VIEW,
    chip=PRAISE_AND_COMPLAINTS,
)
REVIEW_REPLY = Kind(
    "review_reply",
    _("Reply to a review"),
    "reply",
    "feedback:review_detail",
    permission=Permission.REVIEW_VIEW,
    is_ours=True,
)
GOOD_REVIEW = EvidenceKind("review", _("Wrote a good review"), "star", "feedback:review_detail")
SPOKE_FOR_US = EvidenceKind("testimonial", _("Let us show their words"), "quote")
TESTIMONIAL = Kind("testimonial", _("Words we may show"), "quote", chip=PRAISE_AND_COMPLAINTS)

SURVEY_ANSWER = Kind(
    "survey_answer",
    _("Answer to a survey"),
    "clipboard-check",
    "feedback:response_detail",
    permission=Permission.SURVEY_VIEW,
    chip=PRAISE_AND_COMPLAINTS,
)

OWN_KINDS = (COMPLAINT, COMPLAINT_NEWS, REVIEW, REVIEW_REPLY, SURVEY_ANSWER, TESTIMONIAL)
OWN_EVIDENCE = (GOOD_REVIEW, SPOKE_FOR_US)


def register_own_kinds() -> None:
    for kind in OWN_KINDS:
        register_kind(kind)
    for evidence in OWN_EVIDENCE:
        register_evidence(evidence)
