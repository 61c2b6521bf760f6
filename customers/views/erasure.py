"""Forgetting somebody: what would go and stay, and then that they are gone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.actions.erasure import erase_now
from customers.forgetting.preview import preview_of
from customers.forms.erasure import ErasureForm
from customers.models import Because, Customer, Erasure

PAGE = "customers/customer_erase.html"
GONE_PAGE = "customers/customer_erased.html"


@require(Permission.CUSTOMER_ERASE)
@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def customer_erase(request: StaffRequest, pk: int) -> HttpResponse:
    """What goes and what stays; the button does it."""
    seen = Customer.objects.visible_to(request.user).select_related("household")
    customer = seen.prefetch_related("phones").filter(pk=pk).first()
    if customer is None:
        return gone_or_404(request, pk)
    form = ErasureForm(posted(request))
    context = {"customer": customer, "form": form}
    if request.method != "POST":
        return render(request, PAGE, context | {"preview": preview_of(customer)})
    if not form.is_valid():
        return form_again(request, PAGE, context | {"preview": preview_of(customer)})
    erasure = erase_now(customer, because=Because(form.cleaned_data["because"]), by=request.user)
    messages.success(request, _sentence(erasure))
    return redirect("customers:customer_list")


def _sentence(erasure: Erasure) -> str:
    if erasure.done_at:
        return _("They are erased. Nothing brings them back.")
    return _("Something of theirs is under way (a mail, a file): they are erased as soon as it is through.")


def gone_or_404(request: StaffRequest, pk: int) -> HttpResponse:
    """Whoever follows an old link learns that somebody was there, and not who."""
    erasure = Erasure.objects.filter(customer_number=pk, done_at__isnull=False).first()
    if erasure is None:
        raise Http404
    return render(request, GONE_PAGE, {"erasure": erasure}, status=410)
