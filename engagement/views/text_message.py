"""Texts and chats from staff's own phones: the words to choose from, and what is against them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from customers.consent_state import state_of
from customers.forms.fields import new_key
from customers.models import Customer
from engagement.text_panel import TextMessages
from engagement.texting import Text, Wording, filled, why_no_text, wordings

PAGE = "engagement/text_list.html"


@require(Permission.INTERACTION_LOG)
@require_safe
def text_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Every wording, filled in for one customer; each with its links, or why it has none."""
    customers = Customer.objects.visible_to(request.user).select_related("preference")
    customer = get_object_or_404(customers, pk=pk)
    texts = [(text, new_key()) for text in _texts(request, customer)]
    return render(request, PAGE, {"customer": customer, "panel": TextMessages(customer.pk, texts)})


def _texts(request: StaffRequest, customer: Customer) -> list[Text]:
    first, state = customer.phones.first(), state_of(customer)
    number, now = first.number if first else "", timezone.now()
    wishes = getattr(customer, "preference", None)

    def text_of(wording: Wording) -> Text:
        why_not = why_no_text(customer, number, wording, state=state, wishes=wishes, now=now)
        with translation.override(customer.language or request.shop.language):
            words = filled(str(wording.words), customer, shop=request.shop.name, colleague=request.user.name)
        return Text(str(wording.title), words, why_not, number)

    return [text_of(wording) for wording in wordings()]
