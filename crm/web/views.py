"""What answers for the house itself: is it well, and what it says when something goes wrong."""

import os
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from crm.web.context import THEME_COOKIE, THEMES
from crm.web.errors import error_answer, error_id, is_unavailable, unavailable_answer
from crm.web.readiness import what_is_missing

A_YEAR = 365 * 24 * 3600
SECURITY_PROMISE = timedelta(days=180)


@login_not_required
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """The process can serve: ok or not ok, and only the log says why."""
    if what_is_missing():
        return HttpResponse("not ok\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, behind a token; without the token there is nothing here."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(
        request.headers.get("Authorization", ""), expected
    ):
        raise Http404
    from prometheus_client import (
        CONTENT_TYPE_LATEST,
        REGISTRY,
        CollectorRegistry,
        generate_latest,
        multiprocess,
    )

    registry: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@login_not_required
@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    address = settings.SECURITY_CONTACT or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    expires = (timezone.now() + SECURITY_PROMISE).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires}",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
        "Preferred-Languages: en",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device says; without script this form is the switch."""
    wanted = request.POST.get("theme", "")
    back = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if is_here else "/")
    if wanted in THEMES:
        response.set_cookie(THEME_COOKIE, wanted, max_age=A_YEAR, samesite="Lax", secure=settings.IS_HTTPS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another site, or one that was open while its session ended."""
    return error_answer(request, status=403, is_stale_form=True)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read; of what is too large we say so."""
    return error_answer(request, status=413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_by_pin = getattr(getattr(request, "user", None), "by_pin", False)
    return error_answer(request, status=403, is_by_pin=is_by_pin)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_answer(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something of ours broke, or the book went away before a view was reached."""
    import sys

    # Django calls this while the error is being handled.
    if is_unavailable(sys.exc_info()[1]):
        return unavailable_answer(request)
    return error_answer(request, status=500, error_id=error_id())
