"""The page on which anybody may ask the shop something: no account, no cookie, no script, no third party.

Looking changes nothing. Who is known here and who is not, the answers never tell.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.actions.sign_in import TooManyTries
from crm.shop.models import ShopSettings
from crm.shop.public_page import public_page
from engagement.actions.web_enquiry import take_web_enquiry
from engagement.article_search import fitting_articles
from engagement.enquiry_clock import answer_due
from engagement.forms.web_enquiry import WebEnquiryForm
from engagement.guessing import count_web_enquiry
from engagement.markdown import marked_up
from engagement.places import Places
from engagement.stamp import Stamp
from engagement.web_form import cause_of, stamp_of

PAGE = "engagement/enquiry_ask.html"
SENT, ANSWERED = "sent", "answered"


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_ask(request: HttpRequest) -> HttpResponse:
    """Ask; what the shop has written about it already is proposed first."""
    if request.method == "POST":
        return _asked(request)
    done = request.GET.get("done", "")
    if done == SENT:
        return render(request, PAGE, {"done": done, "answer_by": _answer_by()})
    return _page(request, _form(None), Stamp.new(), done=done if done == ANSWERED else "")


def _asked(request: HttpRequest) -> HttpResponse:
    form = _form(request.POST)
    stamp = stamp_of(form, request.POST.get("stamp", ""))
    if form.errors:
        return _page(request, form, stamp, status=422)
    fitting = [] if request.POST.get("do") == "send" else _proposals(form)
    return _page(request, form, stamp, fitting=fitting) if fitting else _send(request, form, stamp)


def _send(request: HttpRequest, form: WebEnquiryForm, stamp: Stamp) -> HttpResponse:
    try:
        count_web_enquiry(request)
    except TooManyTries as refusal:
        form.add_error(None, _("Too many questions came from here just now. Please try again later."))
        response = _page(request, form, stamp, status=429)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    take_web_enquiry(form.asked(cause_of(stamp, form.cleaned_data["question"])), is_spam=form.is_spam)
    return redirect(f"{reverse('engagement:enquiry_ask')}?done={SENT}")


def _proposals(form: WebEnquiryForm) -> list[dict[str, Any]]:
    if form.is_spam:
        return []
    found = fitting_articles(form.cleaned_data["question"], is_public=True)
    return [{"title": article.title, "body": marked_up(article.body)} for article in found]


def _form(typed: Any) -> WebEnquiryForm:
    shop = ShopSettings.current()
    return WebEnquiryForm(typed, country=shop.phone_country if shop else "")


def _answer_by() -> Any:
    shop = ShopSettings.current()
    if shop is None:
        return None
    return answer_due(Places(shop).hours_of(None), timezone.now(), shop.answer_within_hours)


def _page(
    request: HttpRequest, form: WebEnquiryForm, stamp: Stamp, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, PAGE, {"form": form, "stamp": str(stamp), **more}, status=status)
