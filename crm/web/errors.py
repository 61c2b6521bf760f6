"""Saying that something went wrong: a page, or for htmx a short part that leaves the form alone."""

import re
import uuid
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from crm.web.context import theme_of
from crm.web.problems import is_for_programs, problem_answer

# SQLSTATEs that mean "not now": idle in transaction for too long, server going down, read-only standby.
NOT_NOW = {"25P03", "57P01", "57P02", "57P03", "57014", "55P03", "25006"}
RETRY_AFTER_SECONDS = 5
SECRETS = re.compile(r"password|secret|token|code|pin|credential", re.IGNORECASE)
MOST_KEPT_FIELDS = 200


def is_unavailable(error: BaseException | None) -> bool:
    """Does this error say that the book cannot be reached or is busy, rather than that we have a mistake?"""
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    cause = getattr(error, "__cause__", None)
    return isinstance(error, DatabaseError) and getattr(cause, "sqlstate", None) in NOT_NOW


def error_id() -> str:
    """What the shop reads to us over the phone: the beginning of the request id in the logs."""
    return str(structlog.contextvars.get_contextvars().get("request_id") or uuid.uuid4())[:8]


def error_answer(request: HttpRequest, *, status: int, **context: Any) -> HttpResponse:
    """The error page of this status. It asks the database nothing: that may be what is broken."""
    if is_for_programs(request):
        return problem_answer(status)
    context |= {"status": status, "theme": theme_of(request), "is_error_page": True}
    # Earlier than HtmxMiddleware nobody has read the header yet.
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        body = render_to_string(f"{status}.html#notice", context)
        return HttpResponse(
            body, status=status, headers={"HX-Retarget": "#notices", "HX-Reswap": "beforeend"}
        )
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def unavailable_answer(request: HttpRequest) -> HttpResponse:
    """503: come back in a moment, and nothing typed is lost."""
    response = error_answer(request, status=503, kept=kept_fields(request), kept_for=request.get_full_path())
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again by one button; nothing when it holds a secret or a file."""
    try:
        typed = request.POST if request.method == "POST" else None
    except Exception:
        return []
    # The mark that every form of ours carries is none of their secrets.
    names = set(typed or ()) - {"csrfmiddlewaretoken"}
    if not typed or request.FILES or len(names) > MOST_KEPT_FIELDS or any(map(SECRETS.search, names)):
        return []
    return [(name, str(value)) for name, values in typed.lists() for value in values]
