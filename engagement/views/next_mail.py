"""What we would send a customer next, and why we may: a part of their page on request, and a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import page_or_fragment
from customers.models import Customer
from engagement.grounds import grounds_for
from engagement.next_mail import outlook_for

PAGE = "engagement/next_mail.html"


@require(Permission.MESSAGE_VIEW)
@require_safe
def next_mail(request: StaffRequest, pk: int) -> HttpResponse:
    """Computed when somebody asks: it plays the coming 30 days through."""
    seen = Customer.objects.visible_to(request.user).select_related("preference")
    customer, now = get_object_or_404(seen, pk=pk), timezone.now()
    context = {
        "customer": customer,
        "outlook": outlook_for(customer, now),
        "grounds": grounds_for(customer, now),
    }
    return page_or_fragment(request, PAGE, context, fragment="answer")
