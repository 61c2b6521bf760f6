"""What other programs can be told of answers, complaints and reviews. What was said is never told.

An anonymous answer is in no trail, so nobody is told of it.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from crm.shop.models import AuditEntry
from engagement.webhooks.events import Event, Numbers, number_of, tells
from feedback.models import Response
from feedback.questions import Band


def unhappy(lines: Sequence[AuditEntry]) -> Mapping[int, Numbers]:
    """Answers with a low score."""
    about = {line.pk: number_of(line.about) for line in lines}
    answers = Response.objects.filter(pk__in=[number for number in about.values() if number])
    low = set(answers.filter(band=Band.LOW).values_list("pk", flat=True))
    return {line: {} for line, number in about.items() if number in low}


tells(
    Event("survey.answered", _("A survey was answered"), ("response.given",), door="api:response"),
    Event(
        "survey.low_score",
        _("Somebody answered with a low score"),
        ("response.given", "response.changed"),
        which=unhappy,
        door="api:response",
    ),
    Event("complaint.opened", _("A complaint was taken"), ("complaint.taken",), door="api:complaint"),
    Event("complaint.decided", _("A complaint was decided"), ("complaint.decided",), door="api:complaint"),
    Event("complaint.closed", _("A complaint was closed"), ("complaint.closed",), door="api:complaint"),
    Event(
        "complaint.reopened", _("A complaint was opened again"), ("complaint.reopened",), door="api:complaint"
    ),
    Event("review.logged", _("A review was written down"), ("review.logged",), door="api:review"),
)
