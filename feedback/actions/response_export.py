"""The answers to a survey as rows of a file."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import User
from crm.web.spreadsheet import Cell
from feedback.answer_page import in_words
from feedback.models import Response, Survey
from feedback.models.response import FEW_WITHOUT_NAMES
from feedback.questions import Question
from feedback.result_filter import may_see_staff

CHUNK = 500


def take_answers_out(survey: Survey, *, by: User) -> Iterator[list[Cell]]:
    """Everything that was answered, also what does not count and why; history says that it was taken out."""
    found = Response.objects.filter(survey=survey).order_by("pk")
    if survey.is_anonymous:
        counted = found.order_by().values_list("channel").annotate(n=Count("pk"))
        found = found.filter(channel__in=[key for key, n in counted if n >= FEW_WITHOUT_NAMES])
    audit.record("survey.exported", survey, by=by, counts={"answers": found.count()})
    asked = survey.current.asked if survey.current else ()
    rows = found.select_related("customer", "version", "location", "staff").prefetch_related("answers")
    return _rows(asked, rows.iterator(chunk_size=CHUNK), by)


def _rows(asked: tuple[Question, ...], responses: Iterator[Response], by: User) -> Iterator[list[Cell]]:
    questions = [question.words for question in asked]
    yield [*_heads(), *questions]
    for response in responses:
        words = in_words(response)
        yield [*_facts(response, by), *(words.get(question.key, "") for question in asked)]


def _heads() -> list[Cell]:
    who = [_("Day"), _("Number"), _("Customer"), _("Channel"), _("Place"), _("Served by")]
    return [*who, _("Version"), _("Counts"), _("Why not")]


def _facts(response: Response, by: User) -> list[Cell]:
    return [
        None if response.is_anonymous else timezone.localdate(response.changed_at),
        response.customer_id,
        response.who,
        response.get_channel_display(),
        str(response.location or ""),
        str(response.staff or "") if may_see_staff(by) else "",
        response.version.number,
        _("yes") if response.is_confirmed and response.invalid_at is None else _("no"),
        response.invalid_reason,
    ]
