"""The page on a tablet in the shop: one tap, and what follows if they like. The tablet itself is the key.

Without script these are forms that return to the start. With it, answers wait there for the network.
"""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.models import ShopSettings
from crm.shop.public_page import public_page
from crm.shop.tablet import kiosk_of
from feedback.actions.answer_in_shop import Given, Spot
from feedback.actions.kiosk import note_alive, take_tap
from feedback.answer_language import language_for, same_page, version_in
from feedback.answer_page import AnswerPage
from feedback.answer_sheet import chosen_by_link, read_sheet
from feedback.kiosk_hours import awake_spans, in_seconds, is_awake
from feedback.models import Evidence, Kiosk, SurveyVersion
from feedback.page_words import short

PAGE, GONE = "feedback/kiosk.html", "feedback/kiosk_gone.html"
WORKER = settings.BASE_DIR / "static" / "kiosk" / "worker.js"
# A tablet may be without a network over a holiday; what is older says nothing any more.
OLDEST = timedelta(days=7)


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest) -> HttpResponse:
    """Ask, take a tap and what is said after it, say thanks."""
    shop: ShopSettings | None = getattr(request, "shop", None)
    found = _find(request)
    version = _version(request, found) if found else None
    own = shop.language if shop else None
    with translation.override(language_for(request, version, shop) if version else own):
        response = _answer(request, found, version) if found else render(request, GONE, status=410)
    response.headers["Cache-Control"] = "no-store"
    return response


@public_page()
@require_safe
def kiosk_worker(request: HttpRequest) -> HttpResponse:
    """What shows the page when there is no network; its address says what it may look after."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _find(request: HttpRequest) -> Kiosk | None:
    device = kiosk_of(request)
    found = Kiosk.objects.select_related("device__location", "survey__current")
    return found.filter(device=device).first() if device else None


def _answer(request: HttpRequest, found: Kiosk, version: SurveyVersion | None) -> HttpResponse:
    spans = awake_spans(found.device.location, getattr(request, "shop", None), timezone.now())
    hours = json.dumps(in_seconds(spans))
    if request.method != "POST":
        return _page(request, found, version, is_asleep=not is_awake(spans, timezone.now()), hours=hours)
    note_alive(found.device)
    given = _read(request, version) if version else None
    if version is not None and given is not None and is_awake(spans, given.at or timezone.now()):
        take_tap(Spot(version, location=found.device.location, device=found.device), given)
        if "do" not in request.POST and len(version.asked) > 1:
            return _page(request, found, version, given, hours=hours)
    return HttpResponse(status=204) if request.POST.get("do") == "queue" else redirect(_thanks(request))


def _thanks(request: HttpRequest) -> str:
    page = same_page(request)
    return f"{page}{'&' if '?' in page else '?'}thanks=1"


def _page(
    request: HttpRequest, found: Kiosk, version: SurveyVersion | None, given: Given | None = None, **more: Any
) -> HttpResponse:
    """The question; without script also the page with what is asked after a tap."""
    shop: ShopSettings | None = getattr(request, "shop", None)
    said = version_in(version, get_language() or "") if version else None
    page = (
        AnswerPage(found.survey, said, given.answers if given else {}, shop=shop, is_in_shop=True)
        if said
        else None
    )
    context = {
        "page": page,
        "address": same_page(request),
        "version": said,
        "question": said.score if said else None,
        "given": given,
        "key": given.key if given else uuid.uuid4(),
        "is_thanked": "thanks" in request.GET,
        "is_away": bool(page) and short(get_language() or "") != short(shop.language if shop else ""),
        **more,
    }
    return render(request, PAGE, context)


def _version(request: HttpRequest, found: Kiosk) -> SurveyVersion | None:
    """The one that was on the screen: what waited may have been asked in other words."""
    if request.method != "POST":
        return found.survey.current if found.survey.is_on else None
    number = request.POST.get("version", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 18
    shown = found.survey.versions.filter(pk=number).first() if is_number else None
    return shown or found.survey.current


def _read(request: HttpRequest, version: SurveyVersion) -> Given | None:
    """The score, and what was answered after it; nothing without a score."""
    chosen = chosen_by_link(version.score, request.POST.get("score", ""))
    if version.score is None or chosen is None:
        return None
    answers = {**read_sheet(version.asked, request.POST), version.score.key: chosen}
    if request.POST.get("do") == "skip":
        answers = {version.score.key: chosen}
    return Given(_read_key(request), answers, _evidence(request), _given_at(request))


def _read_key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _given_at(request: HttpRequest) -> datetime:
    """By how long it waited: the clock of the tablet may be wrong."""
    waited = request.POST.get("seconds_ago", "")
    seconds = int(waited) if waited.isascii() and waited.isdecimal() and len(waited) < 9 else 0
    return timezone.now() - min(timedelta(seconds=seconds), OLDEST)


def _evidence(request: HttpRequest) -> Evidence:
    return Evidence.TOUCHED if request.POST.get("touched") == "yes" else Evidence.LOOKED
