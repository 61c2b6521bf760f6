"""The plain pages behind two quick ways: what somebody can do (Ctrl+K), and the keys (?)."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest
from crm.web.answers import asks_for_part, page_or_fragment


@require_safe
def action_list(request: StaffRequest) -> HttpResponse:
    """Every page this person may open, by what they do there."""
    context = {"is_part": asks_for_part(request)}
    return page_or_fragment(request, "shop/action_list.html", context, fragment="actions")


@require_safe
def key_list(request: StaffRequest) -> HttpResponse:
    """The keys that make it quicker."""
    return page_or_fragment(request, "shop/key_list.html", {}, fragment="keys")
