"""The page behind a code on paper: nobody was invited, nobody is asked who they are."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from crm.shop.actions.sign_in import neighbourhood
from crm.shop.models import ShopSettings
from crm.shop.public_page import Knocks, public_page
from crm.shop.waiting import please_wait
from crm.web.short_codes import tidy_code
from feedback.actions.answer_in_shop import Given, Spot, take_answer_in_shop
from feedback.answer_language import language_for, same_page, version_in
from feedback.answer_page import AnswerPage
from feedback.answer_sheet import missing, read_sheet, signs_of
from feedback.evidence import QUICKEST, Coming
from feedback.models import Evidence, PrintedCode, SurveyVersion
from feedback.page_nonce import PageNonce
from feedback.questions import BAND_WORDS, Band

PAGE, DONE, GONE = "feedback/survey_answer.html", "feedback/code_done.html", "feedback/survey_gone.html"
# All customers in the shop may share its network.
MOST_ANSWERS_A_MINUTE = 20
ANSWERS = Knocks(MOST_ANSWERS_A_MINUTE)
# The same telephone answers again on another visit.
REST_SECONDS = 4 * 3600


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def code_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Look, answer, read the thanks."""
    found = _find(code)
    shop: ShopSettings | None = getattr(request, "shop", None)
    if found is None or found.survey.current is None:
        with translation.override(shop.language if shop else None):
            return _never_kept(_gone(request))
    language = language_for(request, found.survey.current, shop)
    found.survey.current = version_in(found.survey.current, language)
    with translation.override(language):
        return _never_kept(_answer(request, found, found.survey.current))


def _never_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _find(typed: str) -> PrintedCode | None:
    """One that hangs, of a survey that is on."""
    codes = PrintedCode.objects.in_use().filter(code=tidy_code(typed), survey__switched_on_at__isnull=False)
    return codes.select_related("survey__current", "location").first()


def _answer(request: HttpRequest, code: PrintedCode, version: SurveyVersion) -> HttpResponse:
    if _rests(request, code):
        return render(
            request, DONE, {"band": request.COOKIES[_cookie(code)], "is_anonymous": code.survey.is_anonymous}
        )
    if request.method != "POST":
        return _page(request, code, version, {})
    if wait := ANSWERS.seconds_to_wait(neighbourhood(request.META.get("REMOTE_ADDR", ""))):
        return please_wait(request, wait)
    return _posted(request, code, version)


def _posted(request: HttpRequest, code: PrintedCode, version: SurveyVersion) -> HttpResponse:
    given = read_sheet(version.asked, request.POST)
    coming = _coming(request, code, given)
    left = missing(version.asked, given)
    if not given or not coming.page or coming.evidence < Evidence.LOOKED or left:
        return _page(request, code, version, given, problem=_problem(coming), left=left, status=422)
    key = uuid.uuid5(uuid.NAMESPACE_OID, coming.page)
    spot = Spot(version, location=code.location, code=code)
    response, _is_new = take_answer_in_shop(spot, Given(key, given, coming.evidence))
    answer = redirect(same_page(request))
    answer.set_cookie(
        _cookie(code),
        response.band or Band.MIDDLE,
        max_age=REST_SECONDS,
        path=request.path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _coming(request: HttpRequest, code: PrintedCode, given: dict[str, Any]) -> Coming:
    nonce = PageNonce.read(request.POST.get("page", ""), _mark(code))
    return signs_of(request.POST, nonce, given)


def _problem(coming: Coming) -> str:
    """What is said above the page when it comes again."""
    if not coming.given:
        return "empty"
    if not coming.page:
        return "old"
    return "quick" if coming.evidence < Evidence.LOOKED else "open"


def _page(
    request: HttpRequest,
    code: PrintedCode,
    version: SurveyVersion,
    given: dict[str, Any],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    shop: ShopSettings | None = getattr(request, "shop", None)
    page = AnswerPage(code.survey, version, given, shop=shop, is_in_shop=True)
    context = {"page": page, "nonce": str(PageNonce.new(_mark(code))), "quickest": QUICKEST, **more}
    return render(request, PAGE, context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, GONE, status=410)


def _mark(code: PrintedCode) -> str:
    return f"code:{code.pk}"


def _cookie(code: PrintedCode) -> str:
    return f"answered_{code.pk}"


def _rests(request: HttpRequest, code: PrintedCode) -> bool:
    """Has this telephone answered a while ago?"""
    return request.COOKIES.get(_cookie(code)) in BAND_WORDS
