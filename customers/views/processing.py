"""The record of processing, to read and to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from customers.keeping.processing import Activity, all_activities
from customers.models import KeepingRule

PAGE = "customers/processing_record.html"


@require(Permission.PRIVACY_RULES_EDIT)
@require_safe
def processing_record(request: StaffRequest) -> HttpResponse:
    """What is kept of whom and why, with the rules as they stand today."""
    rules = {rule.key: rule for rule in KeepingRule.objects.filter(is_on=True)}
    lines = [(activity, _until(activity, rules)) for activity in all_activities()]
    return render(request, PAGE, {"lines": lines, "on": timezone.localdate()})


def _until(activity: Activity, rules: dict[str, KeepingRule]) -> str:
    """What the owner has decided, if there is a rule that ends it."""
    rule = rules.get(activity.rule)
    if rule is None:
        return ""
    return ngettext("By a rule: after %d day.", "By a rule: after %d days.", rule.days) % rule.days
