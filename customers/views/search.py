"""One box that finds anybody, or adds them: a page of its own, and a list under the box while one types."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part, page_or_fragment
from customers.searching import Found, search
from customers.words import LONGEST_TYPED

PAGE = "customers/customer_search.html"


@require(Permission.CUSTOMER_VIEW)
@require_safe
def customer_search(request: StaffRequest) -> HttpResponse:
    """Whoever is meant by what was typed, best first, and the way to add them if it is nobody of these."""
    text = request.GET.get("q", "").strip()[:LONGEST_TYPED]
    found = search(text, user=request.user)
    context = {
        "text": text,
        "search_text": text,
        "found": found,
        "is_part": asks_for_part(request),
        # Somebody wants to log something, and is yet to say about whom.
        "is_to_log": request.GET.get("then") == "log",
        "add_address": _add_address(found) if request.user.can(Permission.CUSTOMER_ADD) else "",
    }
    return page_or_fragment(request, PAGE, context, fragment="found")


def _add_address(found: Found) -> str:
    """The page for a new customer, with everything in its field; nothing when nothing was typed."""
    typed = found.typed
    known = {"name": typed.name, "phone": typed.phone, "email": typed.email}
    said = {field: words for field, words in known.items() if words}
    return f"{reverse('customers:customer_add')}?{urlencode(said)}" if said else ""
