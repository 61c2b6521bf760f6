"""What went wrong, as programs read it (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

FOR_PROGRAMS = "/api/"
Mistakes = Mapping[str, Sequence[str]]


def is_for_programs(request: HttpRequest) -> bool:
    """Does a program ask, rather than a person with a browser?"""
    return request.path_info.startswith(FOR_PROGRAMS)


def problem_answer(
    status: int, detail: str = "", *, errors: Mistakes | None = None, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """One problem: its status, a sentence, and the sentences for each field."""
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
    }
    if detail:
        problem["detail"] = detail
    if errors:
        problem["errors"] = errors
    body = json.dumps(problem, ensure_ascii=False)
    return HttpResponse(
        body, status=status, content_type="application/problem+json", headers=dict(headers or {})
    )
