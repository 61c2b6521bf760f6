"""Our targets: a setting of the shop."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from customers.stale import SomebodyWasFaster
from metrics.actions.goals import edit_goals
from metrics.definitions import METRICS
from metrics.forms.goals import GoalsForm
from metrics.goals.industry import INDUSTRY
from metrics.models import Goals

PAGE = "metrics/goals.html"


@require(Permission.SETTINGS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: StaffRequest) -> HttpResponse:
    """See them and change them."""
    form = GoalsForm(posted(request), goals=Goals.current())
    if request.method != "POST":
        return render(request, PAGE, _context(form))
    if not form.is_valid():
        return form_again(request, PAGE, _context(form))
    typed = form.cleaned_data
    try:
        edit_goals(
            form.targets,
            shows_industry=typed["shows_industry"],
            version=typed["version"] or 0,
            by=request.user,
        )
    except SomebodyWasFaster:
        return _again_with_news(request)
    messages.success(request, _("Saved."))
    return redirect("metrics:dashboard")


def _context(form: GoalsForm) -> dict[str, Any]:
    return {"form": form, "industry": [(METRICS[slug], others) for slug, others in INDUSTRY.items()]}


def _again_with_news(request: StaffRequest) -> HttpResponse:
    kept = Goals.current()
    form = GoalsForm({**request.POST.dict(), "version": kept.version}, goals=kept)
    form.full_clean()
    differs = [
        (form[slug].label, kept.targets.get(slug, "–"))
        for slug, typed in form.targets.items()
        if Goals.as_kept(typed) != kept.targets.get(slug)
    ]
    context = _context(form) | {"differs": differs}
    return page_or_fragment(request, PAGE, context, fragment="form", status=409)
