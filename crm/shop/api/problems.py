"""What went wrong, said to a program."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from crm.shop.actions.idempotency import IsBeingAnswered, KeyWasForSomethingElse
from crm.shop.actions.sign_in import TooManyTries
from crm.shop.api.refusal import Refused
from crm.web.deadlock import is_rolled_back
from crm.web.errors import RETRY_AFTER_SECONDS, is_unavailable
from crm.web.problems import problem_answer

REFUSALS: tuple[tuple[type[Exception], int, Promise], ...] = (
    (KeyWasForSomethingElse, 422, _lazy("This Idempotency-Key was used for another request.")),
    (RequestDataTooBig, 413, _lazy("A request may have at most 1 MB.")),
    (IntegrityError, 409, _lazy("Something like it was written at the same moment. Look, then try again.")),
)
WHOLE = "body"  # what is wrong with all of it
MOST_MISTAKES = 100
LONGEST_NAME = 80


def answer_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The problem an error means; None for errors of ours."""
    if isinstance(error, Refused):
        return problem_answer(error.status_code, str(error.detail), errors=error.errors)
    if isinstance(error, ValidationError):
        mistakes = mistakes_of(error)
        return problem_answer(400, _("Something in the request was not understood."), errors=mistakes)
    if problem := _of_the_house(error):
        return problem
    response = exception_handler(error, context)
    return _as_problem(response) if response is not None else None


def _of_the_house(error: Exception) -> HttpResponse | None:
    if isinstance(error, TooManyTries):
        return _later(429, _("Too many requests. Please slow down."), error.seconds)
    if isinstance(error, IsBeingAnswered):
        return _later(409, _("The same request is being answered at this moment."), 1)
    # A deadlock is tried again by crm/web/deadlock.py.
    if is_unavailable(error) and not is_rolled_back(error):
        return _later(503, _("Not now. Please try again in a moment."), RETRY_AFTER_SECONDS)
    for kind, status, sentence in REFUSALS:
        if isinstance(error, kind):
            return problem_answer(status, str(sentence))
    return None


def _later(status: int, sentence: str, seconds: int) -> HttpResponse:
    return problem_answer(status, sentence, headers={"Retry-After": str(seconds)})


def _as_problem(response: Response) -> HttpResponse:
    """What the framework refuses on its own account: no key, not found, not JSON …"""
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    kept = {
        name: response.headers[name] for name in ("WWW-Authenticate", "Allow") if name in response.headers
    }
    return problem_answer(response.status_code, str(detail), headers=kept)


def mistakes_of(error: ValidationError) -> dict[str, list[str]]:
    """{"lines.0.quantity": ["…"]}: one flat name for each field."""
    mistakes: dict[str, list[str]] = {}
    for path, sentence in _flat(error.detail, ""):
        name = path.replace("non_field_errors", "").strip(".") or WHOLE
        if name in mistakes or len(mistakes) < MOST_MISTAKES:
            mistakes.setdefault(name, []).append(sentence)
    return mistakes


def _flat(detail: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(
                inner, f"{path}.{str(name)[:LONGEST_NAME]}" if path else str(name)[:LONGEST_NAME]
            )
    elif isinstance(detail, list) and any(isinstance(inner, dict | list) for inner in detail):
        for number, inner in enumerate(detail):
            yield from _flat(inner, f"{path}.{number}")
    elif isinstance(detail, list):
        yield from ((path, str(sentence)) for sentence in detail)
    else:
        yield path, str(detail)
