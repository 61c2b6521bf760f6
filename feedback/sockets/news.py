"""Low scores as they come in, and pages that tell whoever writes on them what a colleague has done."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.news import Asked, News, reports, watch_form
from crm.shop.permissions import Permission
from feedback.models import Complaint, Improvement, Response, Review, Survey
from feedback.questions import Band

# Some begin with a click in a mail and are sent later: among so many newest we look.
MOST_LOOKED_AT = 100


@reports("scores")
def low_scores(asked: Asked) -> News | None:
    """Answers of unhappy customers since the page was drawn."""
    if not asked.user.can(Permission.SURVEY_VIEW):
        return None
    newest = Response.objects.order_by("-pk").values("pk")[:MOST_LOOKED_AT]
    low = Response.objects.visible_to(asked.user).filter(pk__in=newest, band=Band.LOW, invalid_at=None)
    new = low.filter(is_anonymous=False, confirmed_at__gt=asked.since).select_related("customer", "version")
    found = list(new.order_by(F("confirmed_at").desc(), "-pk")[:MOST_LOOKED_AT])
    if not found:
        return None
    address = reverse("feedback:response_detail", args=[found[0].pk])
    if len(found) > 1:
        return News(ngettext("%d low score", "%d low scores", len(found)) % len(found), address)
    words = _("A low score, %(figure)s, from %(who)s") % {"figure": found[0].figure, "who": found[0].who}
    return News(words, address)


watch_form("complaint-form", Complaint, Permission.COMPLAINT_WORK)
watch_form("improvement-form", Improvement, Permission.IMPROVEMENT_WORK)
watch_form("review-form", Review, Permission.REVIEW_WORK)
watch_form("survey-form", Survey, Permission.SURVEY_EDIT)
