"""The page on which customers answer: no account, no script needed, and looking changes nothing.

Whoever answered holds a cookie, and may change the answer for a day. What comes from elsewhere never takes
its place.
"""

import hashlib
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_http_methods

from crm.shop.actions.sign_in import neighbourhood
from crm.shop.models import ShopSettings
from crm.shop.public_page import Knocks, is_colleague, public_page
from crm.shop.waiting import please_wait
from feedback.actions.anonymous_answer import record_anonymous_answer
from feedback.actions.response import Taken, is_own_browser, record_answer
from feedback.actions.response_care import ask_for_call
from feedback.actions.response_gift import gift_of
from feedback.answer_language import language_for, same_page, version_in
from feedback.answer_page import AnswerPage, given_before
from feedback.answer_sheet import chosen_by_link, missing, read_sheet, signs_of
from feedback.drawn_page import draw_page
from feedback.evidence import Coming
from feedback.forms.testimonial import ConsentForm
from feedback.invited import Held, invitation_behind
from feedback.looks import LOOKS
from feedback.models import Fate, Invitation, Response, ReviewPlatform
from feedback.page_nonce import PageNonce
from feedback.questions import Band
from feedback.review_places import places_for
from feedback.views.survey_consent import consent_context, take_consent

DONE, GONE = "feedback/survey_done.html", "feedback/survey_gone.html"
WITHOUT_NAME = "feedback/code_done.html"
MOST_A_MINUTE_BY_LINK = 20
LINKS = Knocks(MOST_A_MINUTE_BY_LINK)
A_DAY = 24 * 3600


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def survey_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Look, answer, change the answer, ask to be rung."""
    held = invitation_behind(token, is_answer=request.method == "POST")
    if held is None:
        return _gone(request)
    if wait := LINKS.seconds_to_wait(token):
        return please_wait(request, wait)
    invitation = held.invitation
    language = language_for(request, invitation.version, _shop(request), invitation.customer.language)
    invitation.version = version_in(invitation.version, language)
    with translation.override(language):
        response = _answer(request, held)
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


def _answer(request: HttpRequest, held: Held) -> HttpResponse:
    invitation = held.invitation
    if is_colleague(request):
        return _as_colleagues_see_it(request, invitation)
    if invitation.survey.is_anonymous:
        return _answer_without_name(request, invitation)
    response = _standing(invitation)
    if request.method == "POST":
        return _posted(request, held)
    if response is None:
        return _page(request, invitation, {})
    is_own = is_own_browser(response, _cookie(request, invitation))
    goes_on = is_own and response.may_change and ("again" in request.GET or response.completed_at is None)
    if response.is_confirmed and not goes_on:
        return _done(request, invitation, response, is_own=is_own)
    return _page(request, invitation, given_before(response) if is_own else {})


def _as_colleagues_see_it(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The questions as the customer gets them: it leaves no trace, and no answer is taken."""
    score = invitation.version.score
    chosen = chosen_by_link(score, request.GET.get("v", ""))
    given = {score.key: chosen} if score and chosen is not None else {}
    page = AnswerPage.of(invitation, given, _shop(request))
    marked = {"is_preview": True, "is_colleague": True}
    return HttpResponse(draw_page(request, page, "", marked), status=403 if request.method == "POST" else 200)


def _answer_without_name(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Once, and whole, or not at all: no click is noted, nothing is kept, no cookie is handed out."""
    if invitation.is_used:
        return render(request, WITHOUT_NAME, {"is_anonymous": True, "places": _where_to_write(invitation)})
    if request.method != "POST":
        return _page(request, invitation, {})
    nonce = PageNonce.read(request.POST.get("page", ""), invitation.pk)
    given = read_sheet(invitation.version.asked, request.POST)
    coming = _coming(request, invitation, nonce, given)
    if coming.is_glance:
        return HttpResponse(status=204)
    left = missing(invitation.version.asked, given)
    fate = Fate.UNSURE if left or not given else record_anonymous_answer(invitation, coming)
    if fate in {Fate.FIRST, Fate.KEPT_OUT}:
        return redirect(same_page(request))
    problem = ("open" if given else "empty") if left or not given else "quick" if coming.page else "old"
    return _page(request, invitation, given, problem=problem, left=left, status=422)


def _posted(request: HttpRequest, held: Held) -> HttpResponse:
    invitation = held.invitation
    if request.POST.get("do") == "call":
        return _call(request, invitation)
    if request.POST.get("do") == "show":
        return _let_be_shown(request, invitation)
    nonce = PageNonce.read(request.POST.get("page", ""), invitation.pk)
    given = read_sheet(invitation.version.asked, request.POST)
    coming = _coming(request, invitation, nonce, given)
    if coming.is_glance and not given:
        return HttpResponse(status=204)
    if not given:
        return _page(request, invitation, given, problem="empty", status=422)
    cookie = _cookie(request, invitation)
    taken = record_answer(invitation, coming, cookie=cookie, through=held.mail, numbers=held.numbers)
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
        answer = redirect(same_page(request))
    return _with_cookie(answer, request, invitation, taken.cookie)


def _is_settled(taken: Taken) -> bool:
    return taken.response is not None and taken.response.is_confirmed


def _call(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """They would like to be rung: only whoever answered can say so."""
    response = _standing(invitation)
    if response is not None and is_own_browser(response, _cookie(request, invitation)):
        ask_for_call(response)
    return redirect(same_page(request))


def _let_be_shown(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """We may show what they wrote: only whoever answered can say so."""
    response = _standing(invitation)
    if response is None or not is_own_browser(response, _cookie(request, invitation)):
        return redirect(request.path)
    form = take_consent(response, request.POST)
    return _done(request, invitation, response, is_own=True, form=form) if form else redirect(request.path)


def _coming(
    request: HttpRequest, invitation: Invitation, nonce: PageNonce | None, given: dict[str, Any]
) -> Coming:
    signs, score = signs_of(request.POST, nonce, given), invitation.version.score
    chosen = chosen_by_link(score, nonce.chosen) if nonce else None
    is_other = chosen is not None and score is not None and given.get(score.key) not in (None, chosen)
    return replace(
        signs,
        was_changed=signs.was_changed or is_other,
        is_glance=request.POST.get("do") == "glance",
        is_one_of_many=LOOKS.are_many(invitation.pk),
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
        LOOKS.note(invitation.pk, wished)
        shown.setdefault(version.score.key, chosen)
    nonce = PageNonce.new(invitation.pk, wished if chosen is not None else "")
    page = AnswerPage.of(invitation, shown, _shop(request))
    return HttpResponse(draw_page(request, page, str(nonce), more), status=status)


def _done(
    request: HttpRequest,
    invitation: Invitation,
    response: Response,
    *,
    is_own: bool,
    form: ConsentForm | None = None,
) -> HttpResponse:
    page = AnswerPage.of(invitation, {}, _shop(request))
    context: dict[str, Any] = {"response": response, "is_own": is_own, "page": page}
    context["places"] = _where_to_write(invitation)
    if is_own:
        response.version = invitation.version
        context["thanks"] = invitation.version.thanks.get(response.tone, "")
        context["voucher"] = gift_of(response)
        context["may_ring"] = response.tone == Band.LOW and invitation.customer.phones.exists()
        context |= consent_context(response, form)
    return render(request, DONE, context, status=422 if form else 200)


def _where_to_write(invitation: Invitation) -> list[ReviewPlatform]:
    """The same for everybody, whatever they answered; nothing where the shop does not want it."""
    return places_for(invitation.location_id) if invitation.survey.shows_reviews else []


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
