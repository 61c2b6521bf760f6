"""An address that does not work, told by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.models import Customer
from engagement.actions.suppression import suppress
from engagement.forms.suppression import BouncedForm
from engagement.models import SuppressionReason, SuppressionScope

PAGE = "engagement/address_bounced.html"


@require(Permission.MESSAGE_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def address_bounced(request: StaffRequest, pk: int) -> HttpResponse:
    """Mail to it came back: nobody tries it again."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = BouncedForm(posted(request), customer=customer)
    context = {"form": form, "customer": customer}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    suppress(
        form.cleaned_data["address"],
        reason=SuppressionReason.HARD_BOUNCE,
        scope=SuppressionScope.EVERYTHING,
        source="by hand",
        by=request.user,
    )
    messages.success(request, _("We do not write to this address any more."))
    return redirect("customers:customer_detail", customer.pk)
