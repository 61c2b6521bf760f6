"""The page of whoever was sent: no account, and looking changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from crm.shop.models import ShopSettings
from crm.shop.public_page import public_page
from crm.web.answers import form_again, posted
from engagement.late_fields import number_of
from engagement.public_links import find_link
from feedback.actions.mystery_visit import LINK, report_visit
from feedback.forms.mystery_visit import ReportForm
from feedback.models import MysteryVisit

PAGE = "feedback/mystery_visit_report.html"


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def mystery_visit_report(request: HttpRequest, token: str) -> HttpResponse:
    """What to look at, and the place to write it down; the first report stands."""
    shop = ShopSettings.current()
    with translation.override(shop.language if shop else None):
        answer = _answer(request, _visit(token))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _visit(token: str) -> MysteryVisit | None:
    link = find_link(token, LINK)
    number = number_of(link.about, MysteryVisit) if link else 0
    found = MysteryVisit.objects.select_related("checklist", "location").filter(pk=number)
    return found.filter(called_off_at=None).first() if number else None


def _answer(request: HttpRequest, visit: MysteryVisit | None) -> HttpResponse:
    """For a link that is unknown, over or called off: always the very same page."""
    if visit is None:
        return render(request, PAGE, {"visit": None}, status=410)
    if not visit.is_open:
        return render(request, PAGE, {"visit": visit, "is_done": True})
    form = ReportForm(posted(request), points=visit.asked)
    context = {"visit": visit, "form": form}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context, fragment="form")
    report_visit(visit, form.report(), by=None)
    return redirect(request.path)
