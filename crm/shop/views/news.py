"""What has happened while a page stood open."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from crm.shop.models import User
from crm.shop.news import REPORTERS, Asked, pause_after

STOP = 286  # to htmx: do not ask again
LATEST = 10**11


@login_not_required  # who is signed out meanwhile keeps what they typed
@require_safe
@never_cache
def news(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A line to say, or nothing; after a long while, to ask more seldom."""
    if not isinstance(request.user, User):
        return HttpResponse(status=STOP, headers={"HX-Reswap": "none"})
    reporter, since = REPORTERS.get(kind), _moment(request.GET.get("since", ""))
    if reporter is None or since is None:
        raise Http404
    found = reporter(Asked(request.user, pk, since))
    if found and request.GET.get("said") != found.mark:
        line = render(request, "shop/_news_line.html", {"news": found})
        # Into the place that is there already: read aloud, and asking on for what comes next.
        line.headers["HX-Reswap"] = "innerHTML"
        return line
    pause = pause_after(timezone.now() - since)
    if request.GET.get("pause") == str(pause):
        return HttpResponse(status=204)
    context = {"kind": kind, "pk": pk, "since": request.GET["since"], "pause": pause, "news": found}
    return render(request, "shop/_news.html", context)


def _moment(written: str) -> datetime | None:
    """Milliseconds, as the page has them."""
    if not (written.isascii() and written.isdecimal() and int(written) < LATEST * 1000):
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(written))
