"""The box for ideas of those who work here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import Order, keyset_page
from feedback.actions.idea import answer_idea, leave_idea
from feedback.forms.improvement import IdeaAnswerForm, IdeaForm
from feedback.models import Idea

PAGE = "feedback/idea_list.html"
NEWEST: Order = ("-pk",)


@require(Permission.IDEA_LEAVE)
@require_http_methods(["GET", "HEAD", "POST"])
def idea_list(request: StaffRequest) -> HttpResponse:
    """Leave one; read the others and what became of them."""
    form = IdeaForm(posted(request))
    if request.method == "POST" and form.is_valid():
        typed, by = form.cleaned_data, request.user
        only_once(
            typed["once"],
            Idea,
            lambda: leave_idea(typed["text"], is_nameless=typed["is_nameless"], by=by),
            by=by,
        )
        messages.success(request, _("Thank you. It is in the box."))
        return redirect("feedback:idea_list")
    context = _context(request, form)
    if request.method == "POST":
        return form_again(request, PAGE, context)
    return page_or_fragment(request, PAGE, context, fragment="rows")


@require(Permission.IDEA_ANSWER)
@require_POST
def idea_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it up, or say why not now."""
    idea, form = get_object_or_404(Idea, pk=pk), IdeaAnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("An answer needs words."))
        return redirect("feedback:idea_list")
    is_taken = request.POST.get("do") == "take"
    answered = answer_idea(idea, answer=form.cleaned_data["answer"], is_taken=is_taken, by=request.user)
    if answered.improvement is not None:
        return redirect("feedback:improvement_detail", answered.improvement.pk)
    return redirect("feedback:idea_list")


def _context(request: StaffRequest, form: IdeaForm) -> dict[str, object]:
    ideas = Idea.objects.select_related("by", "answered_by", "improvement")
    page = keyset_page(ideas, order=NEWEST, after=request.GET.get("after"), size=25)
    return {"page": page, "form": form}
