"""The table of rights, to read and to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permission_table import FROM_MOST_TO_LEAST, lines
from crm.shop.permissions import Permission


# Every role has this: everybody may know who may do what.
@require(Permission.CUSTOMER_VIEW)
@require_safe
def permission_table(request: StaffRequest) -> HttpResponse:
    """Who may do what."""
    context = {"roles": [role.label for role in FROM_MOST_TO_LEAST], "lines": lines()}
    return render(request, "shop/permission_table.html", context)
