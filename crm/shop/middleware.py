"""What happens before every page: whose hands, which shop, which zone."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone

from crm.shop.actions.audit import address_of_request
from crm.shop.models import ShopSettings

Answer = Callable[[HttpRequest], HttpResponse]

# What answers before there is a shop.
BEFORE_OPENING = {"shop:shop_open", "healthz", "readyz", "metrics", "security_txt"}


def session_age(answer: Answer) -> Answer:
    """End sessions that were idle or open for too long."""
    return answer


def till_person(answer: Answer) -> Answer:
    """Put the person behind the PIN into the request."""
    return answer


def open_shop(answer: Answer) -> Answer:
    """Give the request its shop and time zone; without a shop everything leads to the first-run page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        shop = ShopSettings.current()
        if shop is None and not _answers_before_opening(request):
            return redirect("shop:shop_open")
        request.shop = shop  # type: ignore[attr-defined]
        token = address_of_request.set(request.META.get("REMOTE_ADDR"))
        try:
            with timezone.override(zoneinfo.ZoneInfo(shop.time_zone) if shop else None):
                return answer(request)
        finally:
            address_of_request.reset(token)

    return middleware


def _answers_before_opening(request: HttpRequest) -> bool:
    match = resolve(request.path_info)
    return match.view_name in BEFORE_OPENING
