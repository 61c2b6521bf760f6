"""The first page of a new shop, and the way from the demo to it."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.actions.opening import ShopIsOpenAlready, clear_demo_shop, open_shop
from crm.shop.forms.first_run import FirstRunForm
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.models import ShopSettings
from crm.shop.permissions import Permission
from crm.web.answers import posted

OPEN_PAGE = "shop/shop_open.html"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def shop_open(request: HttpRequest) -> HttpResponse:
    """Name the shop and make the owner's account; afterwards this page is gone."""
    if ShopSettings.current() is not None:
        raise Http404
    form = FirstRunForm(posted(request), initial={"country": "GB"})
    if request.method != "POST":
        return render(request, OPEN_PAGE, {"form": form})
    if not form.is_valid():
        return render(request, OPEN_PAGE, {"form": form}, status=422)
    return _open_and_enter(request, form)


def _open_and_enter(request: HttpRequest, form: FirstRunForm) -> HttpResponse:
    answers = form.cleaned_data
    try:
        owner = open_shop(
            form.new_shop(),
            owner_name=answers["owner_name"],
            owner_email=answers["owner_email"],
            password=answers["password"],
        )
    except ShopIsOpenAlready:
        messages.info(request, _("Somebody else has just opened the shop. Please sign in."))
        return redirect("account_login")
    login(request, owner)
    messages.success(request, _("Welcome. Your shop is open."))
    return redirect("home")


@require(Permission.SHOP_CLEAR_DEMO)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def demo_clear(request: StaffRequest) -> HttpResponse:
    """Ask once, then clear the demo and lead to the first-run page."""
    if not request.shop.is_demo:
        raise Http404
    if request.method != "POST":
        return render(request, "shop/demo_clear.html", {})
    clear_demo_shop(by=request.user)
    request.session.flush()
    return redirect("shop:shop_open")
