"""The answers to a survey as rows of a file."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import User
from crm.web.spreadsheet import Cell
from feedback.answer_page import in_words
from feedback.models import Response, Survey
from feedback.questions import Question

CHUNK = 500


def take_answers_out(survey: Survey, *, by: User) -> Iterator[list[Cell]]:
    """Everything that was answered, also what does not count and why; history says that it was taken out."""
    found = Response.objects.filter(survey=survey).order_by("pk")
    audit.record("survey.exported", survey, by=by, counts={"answers": found.count()})
    asked = survey.current.asked if survey.current else ()
    rows = found.select_related("customer", "version").prefetch_related("answers")
    return _rows(asked, rows.iterator(chunk_size=CHUNK))


def _rows(asked: tuple[Question, ...], responses: Iterator[Response]) -> Iterator[list[Cell]]:
    questions = [question.words for question in asked]
    yield [_("Day"), _("Number"), _("Customer"), _("Version"), _("Counts"), _("Why not"), *questions]
    for response in responses:
        words = in_words(response)
        yield [
            timezone.localdate(response.changed_at),
            response.customer_id,
            str(response.customer),
            response.version.number,
            _("yes") if response.is_confirmed and response.invalid_at is None else _("no"),
            response.invalid_reason,
            *(words.get(question.key, "") for question in asked),
        ]
