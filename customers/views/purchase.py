"""A receipt, opened from the timeline, and one written by hand."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.actions.purchase import record_purchase
from customers.forms.purchase import PurchaseForm
from customers.models import Customer, Purchase

FORM_PAGE = "customers/purchase_form.html"
MOST_LINES = 500


@require(Permission.PURCHASE_VIEW)
@require_safe
def purchase_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One receipt with its lines, and what came back of it."""
    receipts = Purchase.objects.visible_to(request.user)
    purchase = get_object_or_404(receipts.select_related("customer", "location", "staff", "refund_of"), pk=pk)
    context = {
        "purchase": purchase,
        "lines": purchase.lines.all()[:MOST_LINES],
        "refunds": purchase.refunds.all()[:50],
    }
    return render(request, "customers/purchase_detail.html", context)


@require(Permission.PURCHASE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def purchase_record(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a sale or refund that no till told us about."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = PurchaseForm(posted(request))
    context = {"form": form, "customer": customer}
    if request.method != "POST":
        return render(request, FORM_PAGE, context)
    if not form.is_valid():
        return form_again(request, FORM_PAGE, context)
    only_once(
        form.cleaned_data["once"],
        Purchase,
        lambda: record_purchase(form.receipt(request.shop), customer=customer, by=request.user),
        by=request.user,
    )
    return redirect("customers:customer_detail", customer.pk)
