"""The answering page as everybody sees it who has just opened it: drawn once, for a version never changes.

Only the mark of the page and the first name are put in for each reader.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from crm.shop.models import ShopSettings
from feedback.answer_page import AnswerPage

PAGE = "feedback/survey_answer.html"
MOST_DRAWN = 500
# Whoever adds words of their own to the address gets a page of their own.
LONGEST_QUERY = 20
# What stands in the place of the two; nobody can type it.
NONCE, NAME = (f"x{secrets.token_hex(16)}x" for _place in range(2))
_DRAWN: dict[tuple[object, ...], str] = {}


def draw_page(request: HttpRequest, page: AnswerPage, nonce: str, more: dict[str, Any]) -> str:
    """The whole page, with what was sent before and the problem with it where there is one."""
    query = request.META.get("QUERY_STRING", "")
    if more or not page.version.pk or not page.is_just_opened or len(query) > LONGEST_QUERY:
        return _draw(request, page, nonce, more)
    same = replace(page, first_name=NAME if page.first_name else "")
    drawn = _kept(_key(page, query), lambda: _draw(request, same, NONCE, {}))
    # The name last: what somebody is called is never looked through.
    return drawn.replace(NONCE, nonce).replace(NAME, escape(page.first_name))


def forget() -> None:
    """For tests: nothing was drawn."""
    _DRAWN.clear()


def _kept(key: tuple[object, ...], draw: Callable[[], str]) -> str:
    if key not in _DRAWN:
        if len(_DRAWN) >= MOST_DRAWN:
            _DRAWN.clear()
        _DRAWN[key] = draw()
    return _DRAWN[key]


def _key(page: AnswerPage, query: str) -> tuple[object, ...]:
    """All that the page says, but for the mark and the name."""
    survey, said = page.survey, (page.version.pk, get_language(), query, page.score, bool(page.first_name))
    return *said, survey.name, survey.is_anonymous, *_of_shop(page.shop)


def _of_shop(shop: ShopSettings | None) -> tuple[str, ...]:
    return (shop.name, shop.legal_footer, shop.language, shop.currency) if shop else ()


def _draw(request: HttpRequest, page: AnswerPage, nonce: str, more: dict[str, Any]) -> str:
    return render_to_string(PAGE, {"page": page, "nonce": nonce, **more}, request)
