"""`{% questions_of page problem %}`: all that is asked, with what was chosen or typed so far."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from feedback.answer_page import AnswerPage, Asked, asked_in
from feedback.models import SurveyVersion

register = template.Library()


@register.simple_tag
def questions_of(page: AnswerPage, problem: str = "") -> SafeString:
    """Who has just opened the page sees what others saw: drawn once, since a version never changes."""
    if problem or not page.version.pk or not page.is_just_opened:
        return _drawn(page.asked, problem)
    return _just_opened(page.version, page.score, get_language() or "")


@lru_cache(maxsize=500)
def _just_opened(version: SurveyVersion, chosen: int | None, _language: str) -> SafeString:
    given = {version.score.key: chosen} if version.score and chosen is not None else {}
    return _drawn(asked_in(version, given))


def _drawn(questions: Sequence[Asked], problem: str = "") -> SafeString:
    context = {"questions": questions, "problem": problem}
    return render_to_string("feedback/_answer_questions.html", context)
