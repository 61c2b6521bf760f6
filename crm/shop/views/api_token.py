"""The keys of tills and web shops."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.api_token import make_token, revoke_token
from crm.shop.actions.submission import only_once
from crm.shop.forms.api_token import TokenForm
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.models import ApiToken
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment
from crm.web.paging import keyset_page

LIST = "shop/api_token_list.html"
MAKE = "shop/api_token_make.html"


@require(Permission.API_TOKEN_MANAGE)
@sudo
@require_safe
def api_token_list(request: StaffRequest) -> HttpResponse:
    """Every key there is or was: what it is for, what it may do, when it was last used."""
    tokens = ApiToken.objects.select_related("created_by", "revoked_by")
    page = keyset_page(tokens, order=("-created_at", "-pk"), after=request.GET.get("after"))
    return page_or_fragment(request, LIST, {"page": page}, fragment="rows")


@require(Permission.API_TOKEN_MANAGE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def api_token_make(request: StaffRequest) -> HttpResponse:
    """Make a key. It stands on the answer and nowhere else: not in the session, not in the book."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, MAKE, {"form": form})
    if not form.is_valid():
        return form_again(request, MAKE, {"form": form})
    keys: list[str] = []

    def make() -> ApiToken:
        token, key = make_token(form.cleaned_data["name"], **form.answers(), by=request.user)
        keys.append(key)
        return token

    token = only_once(form.cleaned_data["once"], ApiToken, make, by=request.user)
    context = {"token": token, "key": next(iter(keys), ""), "address": f"{settings.PUBLIC_URL}/api/v1/"}
    return render(request, MAKE, context)


@require(Permission.API_TOKEN_MANAGE)
@sudo
@require_POST
def api_token_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """The till was sold, or the key was seen by somebody."""
    token = revoke_token(get_object_or_404(ApiToken, pk=pk), by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("shop:api_token_list")
