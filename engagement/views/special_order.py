"""Special orders and the waiting list: all of them, one of them, a new one, and their steps."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import keyset_page
from customers.models import Customer
from customers.stale import SomebodyWasFaster
from engagement.actions.enquiry_mail import NoAddress
from engagement.actions.special_order import NotThatWay, edit_order, move_order, take_order, tell_customer
from engagement.forms.special_order import SpecialOrderForm
from engagement.models import OrderState, SpecialOrder
from engagement.models.special_order import SpecialOrderQuerySet

LIST = "engagement/special_order_list.html"
PAGE = "engagement/special_order_detail.html"
FORM = "engagement/special_order_form.html"
LATE = "late"
CHIPS = (("", gettext_lazy("Open")), (LATE, gettext_lazy("Late")), *OrderState.choices)
KEPT = (
    *("product", "kind", "expected_on", "quantity", "product_code"),
    *("price", "deposit", "location", "note", "version"),
)


@require(Permission.SPECIAL_ORDER_VIEW)
@require_safe
def special_order_list(request: StaffRequest) -> HttpResponse:
    """By state; the newest first."""
    show, today = request.GET.get("show", ""), timezone.localdate()
    rows = _shown(SpecialOrder.objects.visible_to(request.user), show, today)
    people = rows.select_related("customer").prefetch_related("customer__phones", "customer__emails")
    page = keyset_page(people, order=("-id",), after=request.GET.get("after"))
    context = {"page": page, "show": show, "chips": CHIPS, "today": today}
    return page_or_fragment(request, LIST, context, fragment="rows")


def _shown(orders: SpecialOrderQuerySet, show: str, today: date) -> QuerySet[SpecialOrder]:
    if show == LATE:
        return orders.late(today)
    return orders.filter(state=show) if show in OrderState.values else orders.open()


@require(Permission.SPECIAL_ORDER_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def special_order_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what a customer wants."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = SpecialOrderForm(posted(request))
    context = {"form": form, "customer": customer}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    key, by = form.cleaned_data["once"], request.user
    only_once(key, SpecialOrder, lambda: take_order(customer, form.wish(), by=by), by=by)
    messages.success(request, _("Written down."))
    return redirect("customers:customer_detail", pk)


@require(Permission.SPECIAL_ORDER_VIEW)
@require_safe
def special_order_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What was agreed, and where it is."""
    order = _find(request, pk)
    return render(request, PAGE, {"order": order, "today": timezone.localdate()})


@require(Permission.SPECIAL_ORDER_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def special_order_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what was agreed."""
    order = _find(request, pk)
    form = SpecialOrderForm(posted(request), initial={name: getattr(order, name) for name in KEPT})
    context: dict[str, Any] = {"form": form, "customer": order.customer, "order": order}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    try:
        edit_order(order, form.wish(), version=form.cleaned_data["version"] or 0, by=request.user)
    except SomebodyWasFaster:
        order.refresh_from_db()
        return stale_form_again(request, FORM, context, form=form, version=order.version)
    return redirect("engagement:special_order_detail", pk)


@require(Permission.SPECIAL_ORDER_WORK)
@require_POST
def special_order_move(request: StaffRequest, pk: int) -> HttpResponse:
    """One step on, or back: the button says which; "mail" and "told" say that it is here."""
    order, what, by = _find(request, pk), request.POST.get("do", ""), request.user
    try:
        if what in OrderState.values:
            move_order(order, what, by=by)
        elif what in {"mail", "told"}:
            by_mail = what == "mail" and by.can(Permission.MESSAGE_SEND)
            tell_customer(order, by_mail=by_mail, by=by)
    except NotThatWay as stands:
        state = OrderState(stands.order.state).label
        messages.error(request, _("That is not possible now: it is “%s”.") % state)
    except NoAddress:
        messages.error(request, _("We know no e-mail address of theirs."))
    return redirect("engagement:special_order_detail", pk)


def _find(request: StaffRequest, pk: int) -> SpecialOrder:
    orders = SpecialOrder.objects.visible_to(request.user).select_related("customer", "location", "told_by")
    return get_object_or_404(orders.prefetch_related("customer__phones", "customer__emails"), pk=pk)
