"""What a page may load: from this house only, and nothing inline."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

P = ParamSpec("P")
if TYPE_CHECKING:
    # The settings are read by the clock too, which stays small because it holds no Django.
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    Answering = Callable[P, HttpResponse]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# What somebody else's words may do here, shown in a frame: look as they were written, open a new window.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
FRAMES_MAIL = {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-src": ["'self'"]}
# Every page that needs more than the policy of the house; a test compares.
PAGES_WITH_THEIR_OWN_POLICY = {
    "engagement:message_detail": FRAMES_MAIL,
    "engagement:message_html": MAIL_POLICY,
    "engagement:brand": FRAMES_MAIL,
    "engagement:template_add": FRAMES_MAIL,
    "engagement:template_edit": FRAMES_MAIL,
    "engagement:template_preview": FRAMES_MAIL,
    "engagement:template_html": MAIL_POLICY,
    "engagement:template_draw": MAIL_POLICY,
    "feedback:improvement_mail": FRAMES_MAIL,
    "feedback:improvement_mail_html": MAIL_POLICY,
}


def asks_for_another_policy(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer has one of its own, or a page has asked for a nonce."""
    # Looked for in one word: every answer is asked.
    return " _csp_" in f" {' '.join((*vars(request), *vars(response)))}"


def own_policy(page: str) -> Callable[[Answering[P]], Answering[P]]:
    """For the view of a page that stands in the list above."""

    def wrap(view: Answering[P]) -> Answering[P]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(*args, **kwargs)
            response._csp_config = PAGES_WITH_THEIR_OWN_POLICY[page]  # type: ignore[attr-defined]
            return response

        return wrapped

    return wrap
