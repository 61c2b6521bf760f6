"""You said, we did: for everybody, and for those who asked to hear."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.shop.public_page import public_page
from crm.web.sheets import paper_answer
from feedback.actions.improvement import show_improvement
from feedback.actions.improvement_news import NothingToTell, tell_listeners
from feedback.improvement_poster import draw_poster
from feedback.models import DECIDED, Improvement

PAGE = "feedback/said_and_done.html"
MOST = 60


@public_page()
@require_safe
def said_and_done(request: HttpRequest) -> HttpResponse:
    """What was changed because of what people said, and what was not and why; it prints as a poster."""
    rows = Improvement.objects.public().order_by("-decided_at", "-pk")[:MOST]
    return render(request, PAGE, {"improvements": rows})


@require(Permission.IMPROVEMENT_TELL)
@require_POST
def improvement_show(request: StaffRequest, pk: int) -> HttpResponse:
    """Let everybody read it, or no longer."""
    improvement = get_object_or_404(Improvement, pk=pk)
    show_improvement(improvement, shown=request.POST.get("do") == "show", by=request.user)
    return redirect("feedback:improvement_detail", pk)


@require(Permission.IMPROVEMENT_TELL)
@require_POST
def improvement_tell(request: StaffRequest, pk: int) -> HttpResponse:
    """One mail to each who raised it and asked to hear."""
    try:
        count = tell_listeners(get_object_or_404(Improvement, pk=pk), by=request.user)
    except NothingToTell:
        messages.warning(request, _("Decide it first, and say it in words for everybody."))
    else:
        messages.success(request, ngettext("%d mail is planned.", "%d mails are planned.", count) % count)
    return redirect("feedback:improvement_detail", pk)


@require(Permission.IMPROVEMENT_VIEW)
@require_safe
def improvement_poster(request: StaffRequest, pk: int) -> HttpResponse:
    """A sheet for the wall, of what is decided and said in words for everybody."""
    decided = Improvement.objects.filter(state__in=DECIDED).exclude(public_words="")
    improvement = get_object_or_404(decided, pk=pk)
    with translation.override(request.shop.language):
        return paper_answer(draw_poster(improvement, request.shop), f"poster-{improvement.pk}.pdf")
