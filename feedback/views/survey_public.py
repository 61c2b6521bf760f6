"""The page on which customers answer: no account, no script needed, and looking changes nothing.

Whoever answered holds a cookie, and may change the answer for a day. What comes from elsewhere never takes
its place.
"""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_http_methods

from crm.shop.actions.sign_in import neighbourhood
from crm.shop.models import ShopSettings
from crm.shop.public_page import Knocks, public_page
from crm.web.errors import error_answer
from engagement.actions.message_event import note_click
from engagement.late_fields import number_of
from engagement.models import LinkPurpose, PublicLink
from engagement.public_links import find_link
from feedback.actions.response import Taken, is_own_browser, record_answer
from feedback.actions.response_care import ask_for_call
from feedback.answer_page import AnswerPage, given_before
from feedback.answer_sheet import chosen_by_link, missing, read_sheet
from feedback.evidence import QUICKEST, Coming
from feedback.models import Fate, Invitation, Response
from feedback.page_nonce import PageNonce

PAGE, DONE, GONE = "feedback/survey_answer.html", "feedback/survey_done.html", "feedback/survey_gone.html"
MOST_A_MINUTE_BY_LINK = 20
LINKS = Knocks(MOST_A_MINUTE_BY_LINK)
TRAP = "website"
A_DAY = 24 * 3600


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def survey_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Look, answer, change the answer, ask to be rung."""
    link = find_link(token, LinkPurpose.SURVEY)
    invitation = _invitation_of(link)
    if link is None or invitation is None:
        return _gone(request)
    if wait := LINKS.seconds_to_wait(link.token_hash):
        return _too_many(request, wait)
    shop = _shop(request)
    with translation.override(invitation.customer.language or (shop.language if shop else None)):
        response = _answer(request, link, invitation)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shop(request: HttpRequest) -> ShopSettings | None:
    """Fetched once for every page."""
    shop: ShopSettings | None = getattr(request, "shop", None)
    return shop


def _gone(request: HttpRequest) -> HttpResponse:
    """For a link that is unknown, over, taken back or for something else: always the very same page."""
    shop = _shop(request)
    with translation.override(shop.language if shop else None):
        page = HttpResponse(render_to_string(GONE, {"shop": shop}), status=410)
    page.headers["Cache-Control"] = "no-store"
    return page


def _invitation_of(link: PublicLink | None) -> Invitation | None:
    number = number_of(link.about, Invitation) if link else 0
    found = Invitation.objects.select_related("version", "survey", "customer", "response")
    return found.filter(pk=number).first() if number else None


def _answer(request: HttpRequest, link: PublicLink, invitation: Invitation) -> HttpResponse:
    response = _standing(invitation)
    if request.method == "POST":
        return _posted(request, link, invitation)
    if response is None:
        return _page(request, invitation, {})
    is_own = is_own_browser(response, _cookie(request, invitation))
    goes_on = is_own and response.may_change and ("again" in request.GET or response.completed_at is None)
    if response.is_confirmed and not goes_on:
        return _done(request, response, is_own=is_own)
    return _page(request, invitation, given_before(response) if is_own else {})


def _posted(request: HttpRequest, link: PublicLink, invitation: Invitation) -> HttpResponse:
    if request.POST.get("do") == "call":
        return _call(request, invitation)
    nonce = PageNonce.read(request.POST.get("page", ""), invitation.pk)
    given = read_sheet(invitation.version.asked, request.POST)
    coming = _coming(request, invitation, nonce, given)
    if coming.is_glance and not given:
        return HttpResponse(status=204)
    if not given:
        return _page(request, invitation, given, problem="empty", status=422)
    taken = record_answer(invitation, coming, cookie=_cookie(request, invitation))
    if taken.counts and not coming.is_glance:
        note_click(link)
    return HttpResponse(status=204) if coming.is_glance else _answered(request, invitation, coming, taken)


def _answered(request: HttpRequest, invitation: Invitation, coming: Coming, taken: Taken) -> HttpResponse:
    """Thanks; or the same page again, when one more press shows that it is a person."""
    given = dict(coming.given)
    if taken.fate == Fate.NO_PAGE:
        return _page(request, invitation, given, problem="old", status=422)
    if taken.fate == Fate.UNSURE or (taken.fate == Fate.KEPT_OUT and not _is_settled(taken)):
        return _page(request, invitation, given, problem="quick", status=422)
    left = missing(invitation.version.asked, given) if taken.counts else []
    if left:
        answer = _page(request, invitation, given, problem="part", left=left, status=422)
    else:
        answer = redirect(request.path)
    return _with_cookie(answer, request, invitation, taken.cookie)


def _is_settled(taken: Taken) -> bool:
    return taken.response is not None and taken.response.is_confirmed


def _call(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """They would like to be rung: only whoever answered can say so."""
    response = _standing(invitation)
    if response is not None and is_own_browser(response, _cookie(request, invitation)):
        ask_for_call(response)
    return redirect(request.path)


def _coming(
    request: HttpRequest, invitation: Invitation, nonce: PageNonce | None, given: dict[str, Any]
) -> Coming:
    posted, score = request.POST, invitation.version.score
    chosen = chosen_by_link(score, nonce.chosen) if nonce else None
    has_words = any(isinstance(answer, str) for answer in given.values())
    is_other = chosen is not None and score is not None and given.get(score.key) not in (None, chosen)
    return Coming(
        given=given,
        page=nonce.key if nonce else "",
        seconds=nonce.seconds if nonce else 0,
        is_trapped=bool(posted.get(TRAP)),
        was_seen=posted.get("seen", "") != "hidden",
        was_touched=posted.get("touched", "") == "yes",
        was_changed=has_words or is_other,
        is_glance=posted.get("do") == "glance",
        browser=_browser(request),
    )


def _browser(request: HttpRequest) -> str:
    """The same browser from the same neighbourhood has the same word; nothing else can be read from it."""
    said = f"{neighbourhood(request.META.get('REMOTE_ADDR', ''))} {request.headers.get('User-Agent', '')}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def _page(
    request: HttpRequest, invitation: Invitation, given: dict[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    version = invitation.version
    wished = request.GET.get("v", "")
    chosen = chosen_by_link(version.score, wished)
    shown = dict(given)
    if chosen is not None and version.score is not None:
        shown.setdefault(version.score.key, chosen)
    nonce = PageNonce.new(invitation.pk, wished if chosen is not None else "")
    context = {
        "page": AnswerPage(invitation, shown),
        "nonce": str(nonce),
        "quickest": QUICKEST,
        **more,
    }
    return render(request, PAGE, context, status=status)


def _done(request: HttpRequest, response: Response, *, is_own: bool) -> HttpResponse:
    context = {"response": response, "is_own": is_own, "page": AnswerPage(response.invitation, {})}
    return render(request, DONE, context)


def _standing(invitation: Invitation) -> Response | None:
    return getattr(invitation, "response", None)


def _cookie(request: HttpRequest, invitation: Invitation) -> str:
    return request.COOKIES.get(_cookie_name(invitation), "")


def _cookie_name(invitation: Invitation) -> str:
    return f"answer_{invitation.pk}"


def _with_cookie(
    answer: HttpResponse, request: HttpRequest, invitation: Invitation, cookie: str
) -> HttpResponse:
    if cookie:
        answer.set_cookie(
            _cookie_name(invitation),
            cookie,
            max_age=A_DAY,
            path=request.path,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    answer = error_answer(request, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
