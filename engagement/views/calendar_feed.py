"""Follow-ups in one's own calendar: the page where the address is made, and the address itself."""

import hashlib
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission
from crm.shop.public_page import public_page
from engagement.actions.calendar_feed import hash_of, make_calendar_feed, revoke_calendar_feed
from engagement.calendar import calendar_of
from engagement.models import CalendarFeed, FollowUp

PAGE = "engagement/calendar_feed_page.html"
MOST = 500


@require(Permission.FOLLOW_UP_VIEW)
@require_safe
def calendar_feed_page(request: StaffRequest) -> HttpResponse:
    """Is there an address, and since when?"""
    return render(request, PAGE, {"feed": _standing(request.user)})


@require(Permission.FOLLOW_UP_VIEW)
@require_POST
def calendar_feed_make(request: StaffRequest) -> HttpResponse:
    """A new address, shown this once; nobody known only by a PIN takes one away."""
    if request.user.by_pin:
        raise PermissionDenied
    token = make_calendar_feed(request.user, by=request.user)
    address = f"{settings.PUBLIC_URL}{reverse('engagement:calendar_feed', args=[token])}"
    return render(request, PAGE, {"feed": _standing(request.user), "address": address})


@require(Permission.FOLLOW_UP_VIEW)
@require_POST
def calendar_feed_revoke(request: StaffRequest) -> HttpResponse:
    """The address opens nothing any more."""
    revoke_calendar_feed(request.user, by=request.user)
    return redirect("engagement:calendar_feed_page")


@public_page()
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The open follow-ups of whoever the address belongs to, for a calendar program."""
    owner = _owner_of(token)
    shop = ShopSettings.current()
    if owner is None or shop is None:
        raise Http404
    rows = (
        FollowUp.objects.open()
        .undisturbing()
        .filter(owner=owner)
        .select_related("customer")
        .order_by("due_on", "pk")
    )
    name = _("Follow-ups: %s") % shop.name
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    ical = calendar_of(rows[:MOST], name=name, host=host, zone=ZoneInfo(shop.time_zone))
    etag = quote_etag(hashlib.sha256(ical).hexdigest())
    response = HttpResponse(ical, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response) or response


def _standing(owner: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(owner=owner, revoked_at=None).first()


def _owner_of(token: str) -> User | None:
    known = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at=None).select_related("owner")
    feed = known.first()
    return feed.owner if feed and feed.owner.can(Permission.FOLLOW_UP_VIEW) else None
