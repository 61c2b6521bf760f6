"""What happens around every answer, whoever asks."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from ipaddress import ip_address, ip_network
from uuid import uuid4

import structlog
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django_structlog.middlewares import RequestMiddleware

from crm.web.errors import error_answer, is_unavailable, unavailable_answer
from crm.web.policy import asks_for_another_policy
from crm.web.problems import is_for_programs

Answer = Callable[[HttpRequest], HttpResponse]
logger = structlog.get_logger(__name__)

CONTROL = re.compile(rb"%(?:0[0-8bcef]|1[0-9a-f]|7f)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", re.IGNORECASE)
NUL = re.compile(rb"%00|\x00")
FORM = "application/x-www-form-urlencoded"
CSP = "Content-Security-Policy"


def unavailable(answer: Answer) -> Answer:
    """When the book cannot be reached, or somebody holds a lock: 503 and "in a moment", not an error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        # Also what never came as far as the CSP middleware.
        if CSP not in response.headers:
            response.headers[CSP] = _house_policy()
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_unavailable(error):
            return None
        logger.warning("book_unavailable", error=type(error.__cause__ or error).__name__)
        return unavailable_answer(request)

    # Django looks for it on whatever a middleware factory returns.
    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


class HousePolicy(CSPMiddleware):
    """The policy of the house is put into words once; only for a page with its own that is done anew."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if asks_for_another_policy(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(CSP, _house_policy())
        return response


@cache
def _house_policy() -> str:
    return str(build_policy())


class RequestLog(RequestMiddleware):
    """One line a request, at its end: that it has begun would be put into words only to be thrown away."""

    def prepare(self, request: HttpRequest) -> None:
        """Every line that is written meanwhile carries the request's number."""
        structlog.contextvars.bind_contextvars(request_id=str(uuid4()))


def client_address(answer: Answer) -> Answer:
    """Believe X-Forwarded-For only from our own proxies, and only its right-most foreign entry."""
    proxies = [ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]

    @lru_cache(maxsize=10_000)
    def is_ours(address: str) -> bool:
        try:
            return any(ip_address(address) in proxy for proxy in proxies)
        except ValueError:
            return False

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if proxies and is_ours(peer):
            request.META["REMOTE_ADDR"] = _right_most_foreign(forwarded, is_ours) or peer
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return answer(request)

    return middleware


def programs_bring_no_cookies(answer: Answer) -> Answer:
    """The API knows keys only: a browser that is signed in is a stranger there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_for_programs(request):
            request.META.pop("HTTP_COOKIE", None)
        return answer(request)

    return middleware


def _right_most_foreign(forwarded: str, is_ours: Callable[[str], bool]) -> str:
    for entry in reversed([part.strip() for part in forwarded.split(",")]):
        if is_ours(entry):
            continue
        try:
            return str(ip_address(entry))
        except ValueError:
            return ""
    return ""


def private_pages(answer: Answer) -> Answer:
    """No page of the shop stays in a browser's or a proxy's memory; static files never come this far."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def refuse_control_characters(answer: Answer) -> Answer:
    """Characters nobody types end as 400 here, not as an error in the database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = f"{request.path_info}?{request.META.get('QUERY_STRING', '')}".encode(
            "utf-8", "surrogateescape"
        )
        if CONTROL.search(asked) or _hides_a_nul(request):
            raise BadRequest("control character")
        return answer(request)

    return middleware


def _hides_a_nul(request: HttpRequest) -> bool:
    # Uploads are streams and are read by their own view; text pasted from a word processor
    # may hold other control characters, which do no harm in a body.
    return request.method == "POST" and request.content_type == FORM and bool(NUL.search(request.body))


def say_what_is_refused(answer: Answer) -> Answer:
    """Whoever opens the address of a form's answer by hand reads why nothing is there, not a white page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = error_answer(request, status=405)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    return middleware


def sign_in_again(answer: Answer) -> Answer:
    """When a part was asked for and the session is over, the whole page goes to the sign-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        is_redirect = response.status_code in {301, 302, 303} and "Location" in response.headers
        if not is_redirect or request.headers.get("HX-Request") != "true":
            return response
        if not response.headers["Location"].startswith(_entrances()):
            return response
        return HttpResponse(status=204, headers={"HX-Redirect": iri_to_uri(response.headers["Location"])})

    return middleware


def _entrances() -> tuple[str, ...]:
    from django.urls import NoReverseMatch, reverse

    found = []
    for name in ("account_login", "account_reauthenticate", "mfa_reauthenticate", "shop:shop_open"):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return tuple(found)


def log_out_is_final(answer: Answer) -> Answer:
    """After signing out the back button shows nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware
