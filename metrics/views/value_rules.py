"""The margin: a setting of the shop."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from customers.stale import SomebodyWasFaster
from metrics.actions.value_rules import edit_value_rules
from metrics.forms.value_rules import ValueRulesForm
from metrics.models import ValueRules

PAGE = "metrics/value_rules.html"


@require(Permission.SETTINGS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def value_rules(request: StaffRequest) -> HttpResponse:
    """See it and change it."""
    rules = ValueRules.current()
    shown = {"margin_percent": rules.margin_percent, "version": rules.version}
    form = ValueRulesForm(posted(request), initial=shown)
    if request.method != "POST":
        return render(request, PAGE, {"form": form})
    if not form.is_valid():
        return form_again(request, PAGE, {"form": form})
    typed = form.cleaned_data
    try:
        edit_value_rules(typed["margin_percent"], version=typed["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        return _again_with_news(request, form)
    messages.success(request, _("Saved."))
    return redirect("metrics:customers_by_value")


def _again_with_news(request: StaffRequest, form: ValueRulesForm) -> HttpResponse:
    rules = ValueRules.current()
    form.data = {**request.POST.dict(), "version": rules.version}
    differs = [(form["margin_percent"].label, rules.margin_percent)]
    context = {"form": form, "differs": differs}
    return page_or_fragment(request, PAGE, context, fragment="form", status=409)
