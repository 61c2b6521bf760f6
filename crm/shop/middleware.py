"""What happens before every page: whose hands, which shop, which zone."""

import zoneinfo
from collections.abc import Callable

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from crm.shop.actions.audit import address_of_request
from crm.shop.actions.session import BY_PIN, SHORT_PASSWORD, is_over, note_activity
from crm.shop.actions.till import IDLE_SECONDS, must_lock, touch
from crm.shop.models import ShopSettings, User
from crm.shop.news import ADDRESS as NEWS
from crm.shop.passwords import has_second_factor
from crm.shop.signs import shop_for_strangers, shop_with_signs
from crm.shop.tablet import tablet_of
from crm.web.problems import is_for_programs

# The id of what draws itself anew every half minute.
BOARD = "columns"
Answer = Callable[[HttpRequest], HttpResponse]

# What answers before there is a shop.
BEFORE_OPENING = {"shop:shop_open", "healthz", "readyz", "metrics", "security_txt"}
BEFORE_OPENING |= {"trust", "trust_certificate"}

# What belongs to a person's account, and the two of these doors a PIN may use.
PERSONAL_DOORS = ("account_", "mfa_", "usersessions_", "shop:account", "shop:pin_")
OPEN_TO_PINS = {"account_logout", "account_login"}


def session_age(answer: Answer) -> Answer:
    """End sessions that were idle or open for too long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request.session):
                logout(request)
            elif not _is_by_itself(request):
                note_activity(request)
        return answer(request)

    return middleware


def till_person(answer: Answer) -> Answer:
    """Put the person behind the PIN into the request, and lock a tablet nobody touched for two minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        tablet = tablet_of(request)
        request.tablet = tablet  # type: ignore[attr-defined]
        person = request.user
        if not isinstance(person, User):
            return answer(request)
        if must_lock(request.session, tablet):
            logout(request)
            return _to(request, "shop:till")
        if not _is_by_itself(request):
            touch(request.session, tablet)
        person.by_pin = BY_PIN in request.session
        if person.by_pin and _is_for_passwords_only(request):
            raise PermissionDenied
        if tablet:
            # What is on the screen goes away too, also without script.
            request.locks_after = IDLE_SECONDS + 1  # type: ignore[attr-defined]
        return answer(request)

    return middleware


def second_factor(answer: Answer) -> Answer:
    """Lead people to the second factor the shop asks for, or to a password that is long enough without."""

    def middleware(request: HttpRequest) -> HttpResponse:
        missing = _what_is_missing(request)
        if missing and not _is_on_the_way_there(request):
            return _to(request, missing)
        return answer(request)

    return middleware


def open_shop(answer: Answer) -> Answer:
    """Give the request its shop and time zone; without a shop everything leads to the first-run page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        shop = _shop_for(request)
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


def _shop_for(request: HttpRequest) -> ShopSettings | None:
    if request.user.is_authenticated:
        return shop_with_signs()
    # What a till sends is written in the shop's currency as it is now.
    return ShopSettings.current() if is_for_programs(request) else shop_for_strangers()


def _is_by_itself(request: HttpRequest) -> bool:
    """A page that stands open asks for news, or draws itself anew: that is no sign of anybody's hand."""
    return request.path_info.startswith(NEWS) or request.headers.get("HX-Trigger") == BOARD


def _answers_before_opening(request: HttpRequest) -> bool:
    match = resolve(request.path_info)
    return match.view_name in BEFORE_OPENING


def _to(request: HttpRequest, name: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name)})
    return redirect(name)


def _is_for_passwords_only(request: HttpRequest) -> bool:
    """A PIN never opens what belongs to somebody's account."""
    name = _view_name(request)
    return name.startswith(PERSONAL_DOORS) and name not in OPEN_TO_PINS


def _what_is_missing(request: HttpRequest) -> str:
    person = request.user
    if not isinstance(person, User) or person.by_pin:
        return ""
    shop = getattr(request, "shop", None)
    is_asked = bool(shop and shop.requires_second_factor)
    is_short = bool(request.session.get(SHORT_PASSWORD))
    if not (is_asked or is_short) or has_second_factor(person):
        return ""
    return "mfa_index" if is_asked else "account_change_password"


def _is_on_the_way_there(request: HttpRequest) -> bool:
    # Whoever lacks a factor may still leave the tablet to the next person.
    ways = ("account_", "mfa_", "theme", "healthz", "readyz", "shop:till_")
    return _view_name(request).startswith(ways)


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
