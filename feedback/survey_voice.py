"""What people write into surveys, for the themes; and how they scored, for the report on whom we asked."""

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from feedback.models import Response
from feedback.models.survey import SurveyKind
from feedback.private_scores import PrivateScore, tells_scores
from feedback.questions import Band
from feedback.voices import Said, Voice, register_voice

FIVE, TEN = 5, 10


def _comments(user: User) -> QuerySet[Response]:
    written = Response.objects.visible_to(user).counting().exclude(comment="")
    return written.select_related("survey")


def _comment(row: Response) -> Said:
    at = row.confirmed_at or row.created_at
    stars = as_five(row.score, row.survey.kind)
    return Said(f"feedback.response:{row.pk}", row.comment, at, row.customer_id, _("Survey"), stars)


@tells_scores
def scores_of_surveys(customers: Collection[int]) -> Iterator[PrivateScore]:
    """Every scored answer of these customers, as 1 to 5."""
    scored = Response.objects.counting().filter(customer__in=customers, score__isnull=False)
    for customer, at, score, kind in scored.values_list("customer", "confirmed_at", "score", "survey__kind"):
        stars = as_five(score, kind)
        if at is not None and stars is not None:
            yield PrivateScore(customer, at, stars)


def as_five(score: int | None, kind: str) -> int | None:
    """A score as 1 to 5: of 0 to 10, those who would warn others are 1 or 2, those who would send them 5."""
    if score is None:
        return None
    if kind == SurveyKind.LIKELY:
        return next(stars for most, stars in ((3, 1), (6, 2), (7, 3), (8, 4), (TEN, 5)) if score <= most)
    return score if 1 <= score <= FIVE else None


register_voice(
    Voice(
        "feedback.response",
        _comments,
        "confirmed_at",
        _comment,
        Permission.SURVEY_VIEW,
        Q(band=Band.LOW, is_anonymous=False),
        Q(band=Band.HIGH),
    )
)
