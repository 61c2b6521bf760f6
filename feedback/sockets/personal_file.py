"""What this floor tells a customer who asks what we hold on them."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.personal_file.sections import keeps_back, tells
from customers.personal_file.values import DAY
from feedback.models import Answer, ReviewVersion


def _question(row: Answer, _customer: Customer) -> str:
    """The words they were asked in."""
    asked = {question.key: question.words for question in row.response.version.asked}
    return str(asked.get(row.question, row.question))


def _survey(row: Answer, _customer: Customer) -> str:
    return str(row.response.survey)


def _review(row: ReviewVersion, _customer: Customer) -> str:
    """Whose, and of which day, written as every other."""
    return f"{row.review.author or '?'}, {date_format(row.review.written_on, DAY)}"


_VERSION = {"version": _("version of the survey")}
_OF_REVIEW = {"review": _("review")}
_RESPONSE = _VERSION | {
    "band": _("group of the score"),
    "code": _("code in the shop"),
    "is_anonymous": _("without a name"),
    "completed_at": _("complete since"),
    "invalid_at": _("set aside"),
    "invalid_reason": _("why it was set aside"),
}
_READS = {"question": _question, "response": _survey}
_JOINS = ("response__survey", "response__version")
_LOG = {"severity": _("how bad")}
_LETTER = dict.fromkeys(("sheet", "pdf"), "the letter itself lies beside the tables")
_THEMES = {"feeling": _("praise or blame"), "was_suggested": _("suggested by our program")}

tells("feedback.Invitation", _("Surveys we asked you to answer"), words=_VERSION)
tells("feedback.Response", _("Your answers to surveys"), words=_RESPONSE)
tells("feedback.Answer", _("Your answers, question by question"), reads=_READS, joins=_JOINS)
tells("feedback.Attempt", _("What was sent with your survey links"), words={"fate": _("what became of it")})
tells("feedback.Complaint", _("Your complaints"))
tells("feedback.ComplaintEvent", _("What happened to your complaints"), words=_LOG)
tells("feedback.Decision", _("What we decided"), words={"why_not": _("why it could not be put right")})
tells("feedback.Remedy", _("What we did to put it right"), words={"needs_approval": _("had to be approved")})
tells("feedback.ComplaintFile", _("Files that belong to your complaints"))
tells("feedback.DecisionLetter", _("Letters of our decisions"), leaves_out=_LETTER)
tells("feedback.Review", _("Reviews that we know are yours"))
tells(
    "feedback.ReviewVersion",
    _("What your reviews said before"),
    words={"review": _("review")},
    reads={"review": _review},
)
tells("feedback.ReviewRequest", _("Whether we asked you for a review"))
tells("feedback.Testimonial", _("Your words that we may show"))
tells("feedback.ThemeMention", _("What your words were about"), words=_THEMES)
tells("feedback.HearBack", _("What you want to hear back about"))
tells("feedback.ImprovementNotice", _("Improvements we told you of"))

keeps_back("feedback.ComplaintColleague", "about the people who work here, for those who lead the shop")
