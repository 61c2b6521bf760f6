"""What somebody hears whom we cannot let in: drawn once, because drawing is what there is no time for."""

from http import HTTPStatus

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter

from crm.web.arriving import Arriving
from crm.web.errors import unavailable_answer

TURNED_AWAY = Counter("regulars_requests_turned_away", "Requests answered 503 at the door: too many at once.")


class BusyAnswers:
    """The three of them: a page, a part of a page, and one for programs."""

    def __init__(self) -> None:
        self.page = _in_bytes(unavailable_answer(_asking("/")))
        self.part = _in_bytes(unavailable_answer(_asking("/", HTTP_HX_REQUEST="true")))
        self.problem = _in_bytes(unavailable_answer(_asking("/api/")))

    def to(self, arriving: Arriving) -> bytes:
        """The one for whoever asks."""
        TURNED_AWAY.inc()
        if arriving.is_for_programs:
            return self.problem
        return self.part if arriving.is_for_a_part else self.page


def short_answer(status: int) -> bytes:
    """For what no browser of ours sends."""
    words = f"{HTTPStatus(status).phrase}\n"
    return _in_bytes(HttpResponse(words, status=status, content_type="text/plain"))


def _asking(path: str, **headers: str) -> HttpRequest:
    request = HttpRequest()
    request.path = request.path_info = path
    request.method = "GET"
    request.META |= headers
    return request


def _in_bytes(answer: HttpResponse) -> bytes:
    """As it goes over the wire; no middleware sees it, so its headers are set here."""
    own = {
        "Content-Security-Policy": build_policy(),
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cache-Control": "no-store",
        "Content-Length": str(len(answer.content)),
        "Connection": "close",
    }
    for name, content in own.items():
        answer.headers[name] = content
    first = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\n".encode()
    return first + answer.serialize()
